"""The closed vocabularies of the system: every category a record may hold.

Codes are stable and stored; labels are what people see, in Indonesian. A value outside these enums is never mapped to a
default: loaders refuse it and readers record an :class:`IssueCode`.
"""

from enum import StrEnum


class EventType(StrEnum):
    """The fourteen kinds of happenings."""

    MONEV = "monev"
    ADDENDUM = "addendum"
    MOU = "mou"
    PKS = "pks"
    SOSIALISASI = "sosialisasi"
    SANTUNAN = "santunan"
    PENGHARGAAN = "penghargaan"
    KOORDINASI = "koordinasi"
    PERESMIAN = "peresmian"
    KEPESERTAAN = "kepesertaan"
    PENEGAKAN = "penegakan"
    PELATIHAN = "pelatihan"
    BANTUAN = "bantuan"
    PELANTIKAN = "pelantikan"


class Status(StrEnum):
    """Whether a happening has happened, as the article tells it on its day of publication."""

    HELD = "held"
    PLANNED = "planned"
    PROPOSED = "proposed"
    CANCELLED = "cancelled"


class Salience(StrEnum):
    """Whether a happening is what the article reports or only mentioned beside it."""

    MAIN = "main"
    MENTIONED = "mentioned"


class OfficeKind(StrEnum):
    """Levels of the agency's offices."""

    PUSAT = "pusat"
    KANWIL = "kanwil"
    KC = "kc"
    KCP = "kcp"


class RegionKind(StrEnum):
    """Levels of the country's administrative regions that the gazetteer holds."""

    PROVINSI = "provinsi"
    KABUPATEN = "kabupaten"
    KOTA = "kota"


class FigureKind(StrEnum):
    """What a number is: an amount of rupiah, a share, or a count of people or bodies."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"


class Per(StrEnum):
    """The denominator of a rate."""

    ORANG = "orang"
    HARI = "hari"
    BULAN = "bulan"
    TAHUN = "tahun"


class Qualifier(StrEnum):
    """How a number is meant when it is not exact."""

    APPROX = "approx"
    MIN = "min"
    MAX = "max"
    TARGET = "target"


class Indicator(StrEnum):
    """What a figure measures."""

    PESERTA = "peserta"
    TENAGA_KERJA = "tenaga_kerja"
    CAKUPAN = "cakupan"
    MANFAAT = "manfaat"
    PENERIMA = "penerima"
    IURAN = "iuran"
    FASKES = "faskes"
    KANTOR = "kantor"
    BADAN = "badan"
    HADIRIN = "hadirin"
    AGEN = "agen"
    LAINNYA = "lainnya"


class Speech(StrEnum):
    """How words of somebody are told: between quotation marks, or in the reporter's own words."""

    DIRECT = "direct"
    REPORTED = "reported"


class Program(StrEnum):
    """The agency's programmes, services and campaigns."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"
    JP = "JP"
    JKP = "JKP"
    MLT = "MLT"
    RTW = "RTW"
    PLKK = "PLKK"
    SPO = "SPO"
    PERISAI = "PERISAI"
    JMO = "JMO"
    BSU = "BSU"
    PARITRANA = "PARITRANA"
    UCJ = "UCJ"


class Family(StrEnum):
    """Families of content management systems; one spider each."""

    WORDPRESS = "wordpress"
    BLOGGER = "blogger"
    ANTARA = "antara"
    TRIBUN = "tribun"
    DISWAY = "disway"
    PROMEDIA = "promedia"
    GENERIC = "generic"


class ListKind(StrEnum):
    """Ways an outlet lists its articles."""

    FEED = "feed"
    TAG = "tag"
    SEARCH = "search"
    SITEMAP = "sitemap"
    INDEX = "index"


class Zone(StrEnum):
    """The three civil time zones of Indonesia."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"


class Field(StrEnum):
    """The part of an article that a span points into."""

    TITLE = "title"
    TEXT = "text"


class RejectionReason(StrEnum):
    """Why a stored page gives no article."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    NO_TITLE = "no_title"
    NO_DATE = "no_date"
    NOT_ARTICLE = "not_article"


class IssueCode(StrEnum):
    """Doubts about a stored value that a person should see."""

    WEEKDAY_MISMATCH = "weekday_mismatch"
    OFFICE_UNKNOWN = "office_unknown"
    REGION_AMBIGUOUS = "region_ambiguous"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_MISSING = "date_missing"
    DATE_FUTURE = "date_future"
    ZONE_UNKNOWN = "zone_unknown"
    NUMBER_UNREADABLE = "number_unreadable"


class RunState(StrEnum):
    """How a run of a stage ended; a run that was killed stays ``running`` until the next one marks it ``interrupted``."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


EVENT_LABELS: dict[EventType, str] = {
    EventType.MONEV: "Monitoring dan evaluasi",
    EventType.ADDENDUM: "Penandatanganan adendum",
    EventType.MOU: "Nota kesepahaman (MoU)",
    EventType.PKS: "Perjanjian kerja sama (PKS)",
    EventType.SOSIALISASI: "Sosialisasi",
    EventType.SANTUNAN: "Penyerahan santunan dan manfaat",
    EventType.PENGHARGAAN: "Penghargaan",
    EventType.KOORDINASI: "Koordinasi dan kunjungan",
    EventType.PERESMIAN: "Peresmian dan peluncuran",
    EventType.KEPESERTAAN: "Kepesertaan",
    EventType.PENEGAKAN: "Penegakan kepatuhan",
    EventType.PELATIHAN: "Pelatihan",
    EventType.BANTUAN: "Bantuan dan kepedulian sosial",
    EventType.PELANTIKAN: "Pelantikan dan serah terima jabatan",
}

STATUS_LABELS: dict[Status, str] = {
    Status.HELD: "Terlaksana",
    Status.PLANNED: "Direncanakan",
    Status.PROPOSED: "Diusulkan",
    Status.CANCELLED: "Dibatalkan",
}

OFFICE_LABELS: dict[OfficeKind, str] = {
    OfficeKind.PUSAT: "Kantor Pusat",
    OfficeKind.KANWIL: "Kantor Wilayah",
    OfficeKind.KC: "Kantor Cabang",
    OfficeKind.KCP: "Kantor Cabang Perintis",
}

ZONE_HOURS: dict[Zone, int] = {Zone.WIB: 7, Zone.WITA: 8, Zone.WIT: 9}
"""Hours east of UTC, after Keputusan Presiden No. 41 Tahun 1987."""
