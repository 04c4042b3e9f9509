#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Corruption {
    /// Leaves only the outlines of strokes, by Canny, *A Computational Approach to Edge Detection*, 1986.
    public static let cannyEdges = Corruption(
        "canny-edges", "only the outlines of strokes", unit: "", levels: [1], benchmarkLevel: 1
    ) { image, _, _ in
        FloatPicture(image).outlines.image
    }
}

extension FloatPicture {
    /// Edges as lines of ink one pixel wide.
    fileprivate var outlines: FloatPicture {
        let smooth = blurred(1)
        var across = [Float](repeating: 0, count: values.count)
        var along = across
        var strength = across
        for row in 1..<height - 1 {
            for column in 1..<width - 1 {
                // Sobel's differences, from left to right and from above to below.
                func side(_ down: Int, _ right: Int) -> Float { smooth[row + down, column + right] }
                let index = row * width + column
                across[index] =
                    side(-1, 1) + 2 * side(0, 1) + side(1, 1) - side(-1, -1) - 2 * side(0, -1) - side(1, -1)
                along[index] =
                    side(1, -1) + 2 * side(1, 0) + side(1, 1) - side(-1, -1) - 2 * side(-1, 0) - side(-1, 1)
                strength[index] = (across[index] * across[index] + along[index] * along[index]).squareRoot()
            }
        }
        // An edge is where the difference is the largest in its own direction, one of four.
        var candidates = strength
        for row in 1..<height - 1 {
            for column in 1..<width - 1 {
                let index = row * width + column
                let slope = (across[index] == 0 ? Float.infinity : abs(along[index] / across[index]))
                let step: Int =
                    slope < tan(.pi / 8)
                    ? 1
                    : slope > tan(.pi * 3 / 8) ? width : across[index] * along[index] > 0 ? width + 1 : width - 1
                // Of two equal neighbours the first is the edge.
                if strength[index] < strength[index + step] || strength[index] <= strength[index - step] {
                    candidates[index] = 0
                }
            }
        }
        return FloatPicture(height: height, width: width, values: connected(candidates))
    }

    /// Strong edges, and weak ones that touch them.
    private func connected(_ strength: [Float]) -> [Float] {
        let (weak, strong): (Float, Float) = (0.1, 0.2)
        var result = [Float](repeating: 0, count: strength.count)
        var open = strength.indices.filter { strength[$0] >= strong }
        for index in open { result[index] = 1 }
        while let index = open.popLast() {
            // The outermost pixels are no edges, so that each edge has eight neighbours.
            for neighbour in [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1].map({ index + $0 })
            where result[neighbour] == 0 && strength[neighbour] >= weak {
                result[neighbour] = 1
                open.append(neighbour)
            }
        }
        return result
    }
}
