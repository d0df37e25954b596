"""Who is a machine by its own word: those that name themselves are not counted. Whoever hides among browsers is."""

import re

# There are telephones called Cubot.
_WORDS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|facebookexternalhit|whatsapp|telegram|preview|embedly|lighthouse|pagespeed|gtmetrix"
    r"|pingdom|uptime|statuscake|monitor|validator|scrapy|archiver|feedfetcher|mediapartners|google-extended|bingpreview",
    re.IGNORECASE,
)


def is_bot(user_agent: str) -> bool:
    """Whether this calls itself a crawler, a link preview or a monitor. An app or a script that somebody runs is none."""
    return _WORDS.search(user_agent) is not None
