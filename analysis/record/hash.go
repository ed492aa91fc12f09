package record

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"
)

// ExecutableHash is the SHA-256 of the running program's file.
func ExecutableHash() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sum is the SHA-256 of data in hexadecimal.
func sum(data []byte) string {
	return fmt.Sprintf("%x", sha256.Sum256(data))
}

// A hashed file is one line of a list: its name and the SHA-256 of its bytes.
type hashed struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// sorted orders a list of hashed files by name.
func sorted(list []hashed) []hashed {
	slices.SortFunc(list, func(a, b hashed) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// sumList is one hash for a list of hashed files: that of its lines
// "sha256  name\n", as sha256sum prints them.
func sumList(list []hashed) string {
	h := sha256.New()
	for _, f := range list {
		fmt.Fprintf(h, "%s  %s\n", f.SHA256, f.Name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sumTable is the hash of a table without its formatting: of its columns by
// name, whatever their order in the file, and of its rows in the file's order.
func sumTable(in Input) string {
	h := sha256.New()
	columns := columnOrder(in.Header)
	for _, c := range columns {
		writeText(h, in.Header[c])
	}
	for _, row := range in.Rows {
		for _, c := range columns {
			writeText(h, row[c])
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sumRow is the hash of one row's columns and cells, whatever their order.
func sumRow(header []string, columns []int, row []string) string {
	h := sha256.New()
	for _, c := range columns {
		writeText(h, header[c])
		writeText(h, row[c])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// columnOrder lists a header's columns by name.
func columnOrder(header []string) []int {
	order := make([]int, len(header))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(header[a], header[b]) })
	return order
}

// writeText hashes a text after its length, so that no two lists of texts run
// together into the same bytes.
func writeText(h hash.Hash, text string) {
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(text)))
	h.Write(length[:])
	io.WriteString(h, text)
}
