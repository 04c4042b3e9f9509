/// The picture formats that people have and that are not read here.
extension Signature {
    /// How to make a picture of this kind one that is read; `nil` where it is no picture.
    var conversion: String? {
        switch self {
        case .heic, .avif:
            "such as with heif-convert in.heic out.png, or on macOS sips -s format png in.heic --out out.png"
        case .webp: "such as with dwebp in.webp -o out.png"
        case .tiff: "such as with tifftopnm in.tiff > out.pnm, or on macOS sips -s format png in.tiff --out out.png"
        case .pdf: "such as with pdftoppm -r 200 -png in.pdf page"
        case .gif: "such as with giftopnm in.gif > out.pnm"
        case .bmp: "such as with bmptopnm in.bmp > out.pnm"
        case .jpegXL: "such as with djxl in.jxl out.png"
        case .jpeg2000: "such as with opj_decompress -i in.jp2 -o out.png"
        case .gzip, .zip, .npy, .png, .jpeg, .pnm, .html, .gitLFSPointer, .pickle: nil
        }
    }

    /// The file type box that HEIC and AVIF files begin with (ISO/IEC 14496-12): size, `ftyp`, brand.
    static func hasBrand(_ brands: Set<String>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) else { return false }
        return brands.contains(String(decoding: bytes[8..<12], as: UTF8.self))
    }

    static let heicBrands: Set<String> = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
    static let avifBrands: Set<String> = ["avif", "avis"]

    /// A RIFF file whose form is WebP.
    static func beginsAsWebP(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 12 && bytes.starts(with: "RIFF".utf8) && bytes[8..<12].elementsEqual("WEBP".utf8)
    }

    /// A magic number, then white space or a comment, so that a word that begins with P3 is none.
    static func beginsAsPNM(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 3, bytes[0] == 0x50, (0x31...0x36).contains(bytes[1]) else { return false }
        return bytes[2] == 0x20 || bytes[2] == 0x23 || (0x09...0x0D).contains(bytes[2])
    }
}
