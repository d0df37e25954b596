"""From bytes that somebody sent to pictures that are safe to serve. Pure: no database, no storage.

The bytes that came are never kept: what is kept was decoded and encoded here, without EXIF, GPS or anything that rode along.
"""

import hashlib
import io
from dataclasses import dataclass
from threading import Lock

from PIL import Image, ImageCms, ImageOps

from storefront.domain.media.errors import NotAPicture, TooLarge

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes."""
MOST_PIXELS = 40_000_000
WIDTHS = (320, 640, 960, 1280)
"""Of the sizes, in pixels."""
KINDS = ("webp", "avif")

_MASTER = (2560, 5120)
# The recipe is part of the key: with other qualities the same picture gets other addresses, since browsers keep the old for ever.
_RECIPE = b"1"
# Progressive JPEGs have about ten; thousands, each over the whole picture, would keep a core busy for minutes.
_MOST_SCANS = 100

# Our own limit is lower than Pillow's and is checked before anything is decoded.
Image.MAX_IMAGE_PIXELS = None

# One of 40 megapixels takes 400 MB until it is small; a file of 200 KB may hold it, and anybody may send several at once.
_one_at_a_time = Lock()

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True)
class Master:
    """The picture as it is kept: WebP."""

    data: bytes
    width: int
    height: int
    color: str


def key_of(data: bytes) -> str:
    """Where a picture with these bytes is kept: 32 hex digits, the first two of them a folder."""
    digest = hashlib.sha256(_RECIPE + data).hexdigest()
    return f"{digest[:2]}/{digest[2:32]}"


def master_of(data: bytes) -> Master:
    """The picture, upright, at most 2560 px wide. Raises NotAPicture or TooLarge."""
    with _one_at_a_time:
        picture = check(data)
    color = average(picture)
    return Master(_encoded(picture, "WEBP", quality=90, method=4), picture.width, picture.height, color)


def check(data: bytes) -> Image.Image:
    """The picture in the bytes, upright, in sRGB as RGB or RGBA, small enough for a master, with nothing besides its pixels.

    Raises TooLarge, before anything is decoded, and NotAPicture.
    """
    if len(data) > LARGEST_FILE:
        raise TooLarge
    try:
        return _plain(_loaded(data))
    except TooLarge:
        raise
    except Exception as error:  # decoders raise whatever the bytes lead them to: OSError, SyntaxError, struct.error …
        raise NotAPicture from error


def opened(master: bytes) -> Image.Image:
    """The master's own pixels, to make sizes from."""
    picture = Image.open(io.BytesIO(master), formats=("WEBP",))
    picture.load()
    picture.info.clear()
    return picture


def rendition(master: Image.Image, width: int, kind: str) -> bytes:
    """The master at this width in pixels, as 'webp' or 'avif'."""
    height = max(1, round(master.height * width / master.width))
    smaller = master.resize((width, height), Image.Resampling.LANCZOS)
    if kind == "webp":
        return _encoded(smaller, "WEBP", quality=80, method=4)
    # Full colour resolution: halved, the edges of rubies and emeralds bleed, and it saves but a twentieth.
    return _encoded(smaller, "AVIF", quality=65, subsampling="4:4:4", speed=8, max_threads=1)


def widths_of(master_width: int) -> list[int]:
    """The sizes to make: the standard ones, but none wider than the master; the widest is as wide as it can be."""
    return sorted({min(width, master_width) for width in WIDTHS})


def average(picture: Image.Image) -> str:
    """The average colour, '#rrggbb'; what is transparent counts as white."""
    if picture.mode == "RGBA":
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture).convert("RGB")
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _loaded(data: bytes) -> Image.Image:
    _open(data).verify()
    picture = _open(data)
    # A JPEG of twice a master's size or more is decoded at half of it, or less.
    picture.draft(None, (_MASTER[0], _MASTER[0]))
    picture.load()
    return picture


def _open(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
    if picture.width * picture.height > MOST_PIXELS:
        raise TooLarge
    if picture.format in ("JPEG", "MPO") and data.count(b"\xff\xda") > _MOST_SCANS:
        raise NotAPicture
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    ImageOps.exif_transpose(picture, in_place=True)
    picture = _in_eight_bits(picture)
    picture.thumbnail(_MASTER, Image.Resampling.LANCZOS)
    picture = _in_srgb(picture)
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    picture.info.clear()
    return picture


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # Pillow cuts 16-bit grey off at 255 instead of scaling it.
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    return picture if picture.mode in ("L", "CMYK", "RGB") else picture.convert("RGB")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as the camera's or printer's profile means them: without it the gold of a phone's wide-gamut photo turns pale."""
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, given, _SRGB, outputMode=target) or picture
        except (ImageCms.PyCMSError, OSError):
            return picture.convert(target)
    return picture.convert(target)


def _encoded(picture: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()
