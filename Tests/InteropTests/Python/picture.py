"""Decodes a PNG of 8-bit RGB pixels and tells its size; fails where a checksum or a length is wrong.

    picture.py ADDRESS
"""

import struct
import sys
import urllib.request
import zlib

data = urllib.request.urlopen(sys.argv[1], timeout=10).read()
assert data[:8] == b"\x89PNG\r\n\x1a\n", "not a PNG"
chunks, place = {}, 8
while place < len(data):
    length, kind = struct.unpack_from(">I4s", data, place)
    body = data[place + 8:place + 8 + length]
    (check,) = struct.unpack_from(">I", data, place + 8 + length)
    assert check == zlib.crc32(kind + body), f"the checksum of {kind}"
    chunks[kind] = body
    place += 12 + length
width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
assert form == [8, 2, 0, 0, 0] and chunks[b"IEND"] == b"" and place == len(data)
pixels = zlib.decompress(chunks[b"IDAT"])
assert len(pixels) == height * (1 + 3 * width), "the number of pixels"
print(f"{width}x{height} colours={len(set(zip(*[iter(pixels[1:])] * 3))) > 100}")
