/// The part of a picture that differs from what a blank image would have there: lines `top..<bottom` and columns
/// `left..<right`, none of them where it is empty.
struct InkRegion: Equatable {
    var top: Int
    var bottom: Int
    var left: Int
    var right: Int

    static let empty = InkRegion(top: 0, bottom: 0, left: 0, right: 0)

    var isEmpty: Bool { top >= bottom || left >= right }

    /// A whole picture.
    init(height: Int, width: Int) { self.init(top: 0, bottom: height, left: 0, right: width) }

    init(top: Int, bottom: Int, left: Int, right: Int) {
        (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
    }

    /// Where the pixels of an image [H, W] are not 0.
    init(of image: UnsafePointer<UInt8>, height: Int, width: Int) {
        func isBlank(line: Int) -> Bool {
            var ink: UInt8 = 0
            for column in 0..<width { ink |= image[line &* width &+ column] }
            return ink == 0
        }
        var (top, bottom) = (0, height)
        while top < bottom, isBlank(line: top) { top += 1 }
        while bottom > top, isBlank(line: bottom - 1) { bottom -= 1 }
        func isBlank(column: Int) -> Bool {
            var ink: UInt8 = 0
            for line in top..<bottom { ink |= image[line &* width &+ column] }
            return ink == 0
        }
        var (left, right) = (0, width)
        if top == bottom { (left, right) = (0, 0) }
        while left < right, isBlank(column: left) { left += 1 }
        while right > left, isBlank(column: right - 1) { right -= 1 }
        self.init(top: top, bottom: bottom, left: left, right: right)
    }

    /// What a window reaches that looks `distance` pixels far to each side.
    func grown(by distance: Int, height: Int, width: Int) -> InkRegion {
        guard !isEmpty else { return .empty }
        return InkRegion(
            top: max(top - distance, 0), bottom: min(bottom + distance, height), left: max(left - distance, 0),
            right: min(right + distance, width))
    }

    /// The squares of `side` x `side` pixels that it touches, some of which may be cut by the picture's end.
    func inSquares(of side: Int, height: Int, width: Int) -> InkRegion {
        InkRegion(
            top: top / side * side, bottom: min((bottom + side - 1) / side * side, height), left: left / side * side,
            right: min((right + side - 1) / side * side, width))
    }

    /// The squares of 2 x 2 pixels that it touches as pixels of a picture of half the size, [height, width].
    func halved(height: Int, width: Int) -> InkRegion {
        InkRegion(
            top: top / 2, bottom: min((bottom + 1) / 2, height), left: left / 2, right: min((right + 1) / 2, width))
    }
}
