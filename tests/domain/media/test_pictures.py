"""What comes in as a picture, and what comes of it."""

import io
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageCms

from storefront.domain.media import pictures
from storefront.domain.media.errors import NotAPicture, TooLarge
from tests.domain.media.conftest import drawn, encoded


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one[:3], other[:3], strict=True))


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG of bare greys that claims these measures."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "MPO"])
def test_a_picture_becomes_a_webp_of_the_same_look(form: str) -> None:
    master = pictures.master_of(encoded(drawn(), form))

    made = opened(master.data)
    assert (made.format, made.size, made.mode) == ("WEBP", (800, 600), "RGB")
    assert (master.width, master.height) == (800, 600)
    assert near(made.getpixel((400, 300)), (170, 20, 40))


def test_a_master_is_at_most_2560_wide_and_keeps_its_proportions() -> None:
    master = pictures.master_of(encoded(drawn(4000, 3000)))

    assert (master.width, master.height) == (2560, 1920)


def test_a_very_tall_picture_becomes_one_that_webp_can_carry() -> None:
    master = pictures.master_of(encoded(drawn(40, 20_000), "PNG"))

    assert (master.width, master.height) == (10, 5120)


def test_a_single_pixel_is_a_picture() -> None:
    master = pictures.master_of(encoded(Image.new("RGB", (1, 1), "#c09a50"), "PNG"))

    assert (master.width, master.height) == (1, 1)
    assert pictures.widths_of(1) == [1]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright_as_the_camera_noted(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what the camera did; Pillow's Transpose by number
    lying = drawn().transpose(Image.Transpose(turns[orientation])) if orientation > 1 else drawn()

    made = opened(pictures.master_of(encoded(lying, exif=exif)).data)

    assert made.size == (800, 600)
    assert near(made.getpixel((40, 30)), (20, 90, 200))


def test_where_and_when_it_was_taken_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif[0x9286] = "a private comment"
    exif.get_ifd(0x8825).update({1: "N", 2: (18.0, 31.0, 12.0), 3: "E", 4: (73.0, 51.0, 24.0)})
    for form in ("JPEG", "PNG", "WEBP"):
        data = encoded(drawn(), form, exif=exif, xmp=b"<x:xmpmeta>18.52N</x:xmpmeta>", comment=b"secret")
        assert opened(data).getexif().get_ifd(0x8825)

        master = pictures.master_of(data)

        made = opened(master.data)
        assert not made.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & made.info.keys()
        assert b"EXIF" not in master.data
        assert b"private" not in master.data


def test_what_rides_along_behind_a_picture_is_not_kept() -> None:
    html = b"<script>alert(1)</script><?php system($_GET['c']); ?>PK\x03\x04"
    for data in (encoded(drawn()) + html, encoded(drawn(), "PNG") + html, encoded(drawn(), comment=html)):
        master = pictures.master_of(data)

        assert b"<script>" not in master.data
        assert b"<?php" not in master.data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<!doctype html><script>1</script>",
        b"%PDF-1.7",
        b"GIF89a/*" + encoded(drawn(40, 30)),
        encoded(drawn(), "GIF"),
        encoded(drawn(), "BMP"),
        encoded(drawn(), "TIFF"),
        encoded(drawn(), "AVIF"),
        encoded(drawn(), "ICO"),
    ],
    ids=["nothing", "jpeg-start", "webp-start", "svg", "html", "pdf", "gif-in-front", "gif", "bmp", "tiff", "avif", "ico"],
)
def test_what_is_no_jpeg_png_or_webp_is_refused_whatever_its_name(data: bytes) -> None:
    with pytest.raises(NotAPicture) as refused:
        pictures.master_of(data)

    assert refused.value.errors == {"file": "This file is not a whole JPEG, PNG or WebP picture."}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_refused(form: str) -> None:
    data = encoded(drawn(), form)

    for part in (0.1, 0.5, 0.9):
        with pytest.raises(NotAPicture):
            pictures.master_of(data[: int(len(data) * part)])


def test_a_picture_with_flipped_bytes_is_refused_or_harmless() -> None:
    for form in ("JPEG", "PNG", "WEBP"):
        data = bytearray(encoded(drawn(64, 48), form))
        for place in range(0, len(data), 7):
            broken = bytes(data[:place]) + bytes([data[place] ^ 0xFF]) + bytes(data[place + 1 :])
            try:
                assert opened(pictures.master_of(broken).data).format == "WEBP"
            except (NotAPicture, TooLarge):
                continue


def test_more_than_10_mb_are_refused() -> None:
    with pytest.raises(TooLarge):
        pictures.master_of(encoded(drawn()) + bytes(pictures.LARGEST_FILE))


def test_10_mb_are_taken() -> None:
    data = encoded(drawn())

    master = pictures.master_of(data + bytes(pictures.LARGEST_FILE - len(data)))

    assert (master.width, master.height) == (800, 600)


@pytest.mark.parametrize(("width", "height"), [(8001, 5000), (200_000, 201), (65_535, 65_535), (2_000_000_000, 2)])
def test_a_bomb_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    began = time.process_time()

    with pytest.raises(TooLarge):
        pictures.master_of(png(width, height))

    assert time.process_time() - began < 0.5


def test_a_webp_bomb_is_refused_before_it_is_unpacked() -> None:
    small = bytearray(encoded(Image.new("RGBA", (64, 64), (1, 2, 3, 4)), "WEBP", lossless=True))
    assert small[12:16] == b"VP8L"
    # Width and height, each less one, in 14 bits each: 16384 × 16384.
    small[21:25] = struct.pack("<I", (struct.unpack("<I", small[21:25])[0] & 0xF0000000) | 0x0FFFFFFF)

    with pytest.raises(TooLarge):
        pictures.master_of(bytes(small))


def test_a_picture_of_exactly_40_megapixels_is_taken() -> None:
    master = pictures.master_of(encoded(Image.new("L", (8000, 5000), 200)))

    assert (master.width, master.height) == (2560, 1600)


def test_a_jpeg_of_thousands_of_scans_is_refused() -> None:
    data = encoded(drawn(64, 48), progressive=True)
    start = data.index(b"\xff\xda")
    scan = data[start : data.index(b"\xff", start + 2)]

    with pytest.raises(NotAPicture):
        pictures.master_of(data[:-2] + scan * 1000 + data[-2:])


def test_a_cmyk_jpeg_from_a_printer_becomes_rgb() -> None:
    made = opened(pictures.master_of(encoded(drawn(mode="CMYK"))).data)

    assert made.mode == "RGB"
    assert near(made.getpixel((400, 300)), (170, 20, 40), by=25)


def test_a_wide_gamut_photo_keeps_its_colours() -> None:
    # A profile with red and blue exchanged shows most plainly whether it is heeded.
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at_red, at_blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[at_red : at_red + 4], profile[at_blue : at_blue + 4] = b"bXYZ", b"rXYZ"

    made = opened(pictures.master_of(encoded(drawn(), "PNG", icc_profile=bytes(profile))).data)

    assert near(made.getpixel((400, 300)), (40, 20, 170), by=25)


def test_a_profile_that_makes_no_sense_is_passed_over() -> None:
    made = opened(pictures.master_of(encoded(drawn(), icc_profile=b"nonsense" * 40)).data)

    assert near(made.getpixel((400, 300)), (170, 20, 40))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    if mode == "I;16":
        picture = Image.new("I;16", (80, 60), 0x8000)
    else:
        picture = Image.new("RGBA", (80, 60), (128, 128, 128, 255)).convert(mode)

    made = opened(pictures.master_of(encoded(picture, "PNG")).data)

    assert made.mode == "RGB"
    assert mode == "1" or near(made.getpixel((40, 30)), (128, 128, 128))


def test_transparency_is_kept_in_master_and_sizes() -> None:
    picture = drawn(mode="RGBA")
    picture.putalpha(Image.new("L", picture.size, 0))
    picture.paste((170, 20, 40, 255), (200, 150, 600, 450))

    master = pictures.opened(pictures.master_of(encoded(picture, "PNG")).data)

    for kind in pictures.KINDS:
        small = opened(pictures.rendition(master, 320, kind))
        assert small.mode == "RGBA"
        assert small.getpixel((5, 5))[3] == 0
        assert small.getpixel((160, 120))[3] == 255


def test_of_an_animation_the_first_picture_is_kept() -> None:
    frames = [Image.new("RGB", (80, 60), color) for color in ("#aa1428", "#1450c8", "#148c3c")]
    for form in ("WEBP", "PNG"):
        data = encoded(frames[0], form, save_all=True, append_images=frames[1:])
        assert opened(data).n_frames == 3

        made = opened(pictures.master_of(data).data)

        assert getattr(made, "n_frames", 1) == 1
        assert near(made.convert("RGB").getpixel((40, 30)), (170, 20, 40))


@pytest.mark.parametrize("kind", ["webp", "avif"])
def test_a_size_has_the_width_that_was_asked_for_and_nothing_besides_its_pixels(kind: str) -> None:
    master = pictures.opened(pictures.master_of(encoded(drawn(1000, 751))).data)

    small = opened(pictures.rendition(master, 320, kind))

    assert (small.format, small.size) == (kind.upper(), (320, 240))
    assert near(small.convert("RGB").getpixel((160, 120)), (170, 20, 40))
    assert not small.getexif()
    assert not {"exif", "xmp", "icc_profile"} & small.info.keys()


@pytest.mark.parametrize(
    ("master", "sizes"),
    [
        (2560, [320, 640, 960, 1280]),
        (1280, [320, 640, 960, 1280]),
        (1200, [320, 640, 960, 1200]),
        (900, [320, 640, 900]),
        (100, [100]),
    ],
)
def test_no_size_is_wider_than_the_master(master: int, sizes: list[int]) -> None:
    assert pictures.widths_of(master) == sizes


def test_the_colour_is_the_average_and_what_is_transparent_counts_as_white() -> None:
    half = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    half.paste((0, 0, 0, 255), (0, 0, 50, 100))

    assert pictures.average(Image.new("RGB", (300, 200), "#c09a50")) == "#c09a50"
    assert pictures.average(half) in ("#7f7f7f", "#808080")


def test_the_same_bytes_have_the_same_key_and_others_another() -> None:
    one, other = encoded(drawn()), encoded(drawn(801))

    assert pictures.key_of(one) == pictures.key_of(one)
    assert pictures.key_of(one) != pictures.key_of(other)


def test_one_picture_is_taken_apart_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    check, inside, seen = pictures.check, [], []

    def watched(data: bytes) -> Image.Image:
        inside.append(data)
        seen.append(len(inside))
        time.sleep(0.02)
        inside.pop()
        return check(data)

    monkeypatch.setattr(pictures, "check", watched)
    with ThreadPoolExecutor(4) as pool:
        masters = list(pool.map(pictures.master_of, [encoded(drawn(40, 30))] * 4))

    assert (len(masters), seen) == (4, [1, 1, 1, 1])
