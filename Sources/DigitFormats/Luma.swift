/// The grey of a colour, as JPEG and ITU-R BT.601 define it: 0.299 red, 0.587 green, 0.114 blue.
enum Luma {
    static func of(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
        // In 65536ths, which add up to one, and rounded.
        let weighted: Int = 19_595 * Int(red) + 38_470 * Int(green) + 7_471 * Int(blue)
        return UInt8((weighted + 32_768) >> 16)
    }
}
