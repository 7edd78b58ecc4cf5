"""Settings of an installation: from ``pantau.toml`` in the working directory and ``PANTAU_*`` in the environment.

The environment wins over the file. An unknown key in the file is an error that names it.
"""

import os
from pathlib import Path

import click
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

SETTINGS_FILE = Path("pantau.toml")


class Settings(BaseSettings):
    """Where data lie and how the installation presents itself."""

    model_config = SettingsConfigDict(env_prefix="PANTAU_", toml_file=SETTINGS_FILE, extra="forbid", frozen=True)

    data_dir: Path = Field(Path("var"), description="folder of the databases")
    contact: str | None = Field(
        None, min_length=3, description="address in the user agent that an outlet's operator can write to; needed to crawl"
    )
    host: str = Field("127.0.0.1", description="address the site listens on")
    port: int = Field(8001, ge=1, le=65535, description="port the site listens on")
    workers: int = Field(
        min(4, os.cpu_count() or 1),
        ge=1,
        le=64,
        description="processes that answer for the site: one a core, four at most",
    )
    base_url: str = Field("http://127.0.0.1:8001", description="public address of the site, used in feeds")

    @property
    def pages_db(self) -> Path:
        """The private database of raw pages."""
        return self.data_dir / "pages.db"

    @property
    def sources_dir(self) -> Path:
        """The operator's own rows of the register, beside those that come with the program."""
        return self.data_dir / "sources"

    @property
    def news_db(self) -> Path:
        """The database of articles, facts and events."""
        return self.data_dir / "news.db"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings() -> Settings:
    """The settings in force.

    Raises:
        click.ClickException: the file cannot be read, or a key or value is wrong; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise click.ClickException(f"Pengaturan keliru ({SETTINGS_FILE} atau variabel PANTAU_*): {faults}") from None
    except ValueError as error:
        raise click.ClickException(f"{SETTINGS_FILE} tidak dapat dibaca: {error}") from None
