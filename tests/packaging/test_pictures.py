"""The icon of Windows and the splash are made from one drawing."""

import io
import struct

from PIL import Image


def test_the_icon_holds_every_size_and_draws(qapp):
    from pictures import SIZES, ico, png, rendered

    data = ico([(side, png(rendered(side))) for side in SIZES])
    icon = Image.open(io.BytesIO(data))
    assert icon.info["sizes"] == {(side, side) for side in SIZES}
    for side in SIZES:
        icon.size = (side, side)
        assert icon.convert("RGBA").getpixel((side // 2, side // 8))[:3] == (0x25, 0x63, 0xA8)


def test_256_pixels_are_written_as_0(qapp):
    from pictures import ico

    assert struct.unpack_from("<BB", ico([(256, b"png")]), 6) == (0, 0)


def test_pictures_are_written(tmp_path, qapp):
    from pictures import SPLASH, write

    write(tmp_path)
    with Image.open(tmp_path / "splash.png") as splash:
        assert splash.size == SPLASH
    assert {path.name for path in tmp_path.iterdir()} == {"desk-app.ico", "desk-app.png", "splash.png"}
