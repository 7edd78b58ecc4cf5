"""Alerts: what happened, told to people by mail, Telegram, webhook and more, each happening once."""
