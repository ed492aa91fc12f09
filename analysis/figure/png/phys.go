package png

import (
	"encoding/binary"
	"hash/crc32"
	"math"
)

// afterHeader is where a PNG's first chunk, IHDR, ends: 8 bytes of signature,
// then length, type, 13 bytes of data and checksum.
const afterHeader = 8 + 4 + 4 + 13 + 4

// withPhysicalSize returns the PNG with a pHYs chunk after its header: pixels
// per metre in both directions (PNG specification, 11.3.5.3). Without it
// programs take 72 or 96 dots an inch.
func withPhysicalSize(png []byte, dpi int) []byte {
	perMetre := uint32(math.Round(float64(dpi) / 0.0254))
	chunk := []byte{0, 0, 0, 9, 'p', 'H', 'Y', 's'}
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // the unit is the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	sized := make([]byte, 0, len(png)+len(chunk))
	sized = append(sized, png[:afterHeader]...)
	sized = append(sized, chunk...)
	return append(sized, png[afterHeader:]...)
}
