import DigitNetwork
import Testing

@Suite struct AugmentationTests {
    /// 5 lines of 7 pixels, each with a number that tells its place.
    private let image = (0..<35).map { UInt8(10 + 5 * $0) }

    private func apply(
        _ augmentation: Augmentation, to image: [UInt8], shape: [Int], seed: UInt64 = 1
    ) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var result = [UInt8](repeating: 99, count: image.count)
        image.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                augmentation.apply(to: source, shape: shape, into: target, using: &generator)
            }
        }
        return result
    }

    private func options(_ change: (inout Augmentation) -> Void) -> Augmentation {
        var result = Augmentation()
        change(&result)
        return result
    }

    @Test func withoutOptionsNothingChanges() {
        #expect(apply(Augmentation(), to: image, shape: [1, 5, 7]) == image)
        #expect(apply(Augmentation(), to: Array(image.prefix(25)), shape: [25]) == Array(image.prefix(25)))
    }

    /// The centre of mass of a bright spot, which tells where it went.
    private func centre(_ image: [UInt8], width: Int) -> (x: Double, y: Double, mass: Double) {
        var (x, y, mass) = (0.0, 0.0, 0.0)
        for (index, pixel) in image.enumerated() {
            x += Double(pixel) * Double(index % width)
            y += Double(pixel) * Double(index / width)
            mass += Double(pixel)
        }
        return (x / mass, y / mass, mass)
    }

    /// A spot of 3 x 3 in a picture of 28 x 28.
    private func spot(line: Int, column: Int) -> [UInt8] {
        var image = [UInt8](repeating: 0, count: 784)
        for row in line - 1...line + 1 { for place in column - 1...column + 1 { image[row * 28 + place] = 200 } }
        return image
    }

    @Test func shiftsStayWithinTheirLimitAndReachBothSides() {
        let augmentation = options { $0.shift = 3 }
        let places = (1...200).map {
            centre(apply(augmentation, to: spot(line: 14, column: 12), shape: [784], seed: $0), width: 28)
        }
        let (right, down) = (places.map { $0.x - 12 }, places.map { $0.y - 14 })
        for moves in [right, down] {
            // A hundredth of a pixel is what whole grey values cost.
            #expect(moves.allSatisfy { abs($0) < 3.01 })
            #expect((moves.min() ?? 0) < -2.7 && (moves.max() ?? 0) > 2.7)
            #expect(abs(moves.reduce(0, +) / 200) < 0.4)
        }
    }

    /// A spot 8 pixels right of the middle, 13.5, turns around it: its distance stays, its angle is the turn.
    @Test func turnsGoAroundTheMiddle() {
        let augmentation = options { $0.rotation = 30 }
        for seed in 1...50 {
            let place = centre(
                apply(augmentation, to: spot(line: 13, column: 21), shape: [1, 28, 28], seed: UInt64(seed)), width: 28)
            let (x, y) = (place.x - 13.5, place.y - 13.5)
            #expect(abs((x * x + y * y).squareRoot() - (7.5 * 7.5 + 0.5 * 0.5).squareRoot()) < 0.05)
            // The spot starts 0.5 above: 3.8 degrees, so that 30 degrees keep it below sin(33.9) 7.52 = 4.2.
            #expect(abs(y) < 4.25 && x > 6.1)
        }
    }

    @Test func scalingKeepsTheMiddle() {
        let augmentation = options { $0.scale = 0.2 }
        var masses: [Double] = []
        for seed in 1...50 {
            var image = [UInt8](repeating: 0, count: 784)
            for row in 8..<20 { for place in 8..<20 { image[row * 28 + place] = 100 } }
            let place = centre(apply(augmentation, to: image, shape: [784], seed: UInt64(seed)), width: 28)
            #expect(abs(place.x - 13.5) < 0.05 && abs(place.y - 13.5) < 0.05)
            masses.append(place.mass / (144 * 100))
        }
        // Areas of 0.8 x 0.8 to 1.2 x 1.2.
        #expect(masses.allSatisfy { (0.62...1.46).contains($0) })
        #expect((masses.min() ?? 1) < 0.8 && (masses.max() ?? 1) > 1.2)
    }

    @Test func slantingMovesLinesAboveAndBelowApart() {
        let augmentation = options { $0.shear = 0.5 }
        for seed in 1...20 {
            let above = centre(
                apply(augmentation, to: spot(line: 6, column: 13), shape: [784], seed: UInt64(seed)), width: 28)
            let below = centre(
                apply(augmentation, to: spot(line: 21, column: 13), shape: [784], seed: UInt64(seed)), width: 28)
            // 7.5 lines above and below the middle: the same way to opposite sides, and no line leaves its height.
            #expect(abs((above.x - 13) + (below.x - 13)) < 0.05)
            #expect(abs(above.x - 13) < 3.8)
            #expect(abs(above.y - 6) < 0.05 && abs(below.y - 21) < 0.05)
        }
    }

    @Test func elasticDeformationsStayBelowTheirLimit() {
        let augmentation = options { $0.elastic = 2 }
        var moves: [Double] = []
        for seed in 1...100 {
            let place = centre(
                apply(augmentation, to: spot(line: 14, column: 12), shape: [784], seed: UInt64(seed)), width: 28)
            moves.append(place.x - 12)
        }
        #expect(moves.allSatisfy { abs($0) < 2 })
        #expect((moves.max() ?? 0) - (moves.min() ?? 0) > 1)
    }

    @Test func strokesBecomeThickerAndThinner() {
        let augmentation = options { $0.thickness = 1 }
        let masses = (1...50).map {
            centre(apply(augmentation, to: spot(line: 14, column: 12), shape: [784], seed: $0), width: 28).mass / 1800
        }
        // All the way, a 3 x 3 spot becomes a cross of 21 pixels, or the one in its middle.
        #expect(masses.allSatisfy { (1.0 / 9 - 0.01...21.0 / 9 + 0.01).contains($0) })
        #expect((masses.min() ?? 1) < 0.4 && (masses.max() ?? 1) > 1.9)
    }

    @Test func theSameNumbersGiveTheSameImage() {
        let all = Augmentation.digits
        let image = spot(line: 14, column: 12)
        #expect(apply(all, to: image, shape: [784], seed: 5) == apply(all, to: image, shape: [1, 28, 28], seed: 5))
        #expect(apply(all, to: image, shape: [784], seed: 5) != apply(all, to: image, shape: [784], seed: 6))
    }

    static let outside: [(String, Float, String)] = [
        ("rotation", -1, "0.0 to 180.0, found -1.0"), ("shift", 29, "0.0 to 28.0, found 29.0"),
        ("scale", 1, "0.0 to 0.99, found 1.0"), ("shear", .nan, "0.0 to 1.0, found nan"),
        ("elastic deformation", 15, "0.0 to 14.0, found 15.0"), ("thickness", 2, "0.0 to 1.0, found 2.0"),
    ]

    @Test(arguments: outside)
    func optionsOutsideTheirRangeAreRefused(option: String, value: Float, message: String) throws {
        var augmentation = Augmentation()
        switch option {
        case "rotation": augmentation.rotation = value
        case "shift": augmentation.shift = value
        case "scale": augmentation.scale = value
        case "shear": augmentation.shear = value
        case "thickness": augmentation.thickness = value
        default: augmentation.elastic = value
        }
        var options = TrainingOptions()
        options.augmentation = augmentation
        let error = #expect(throws: NetworkError.self) { try trainer([784], options) }
        #expect(error?.kind == .invalidOption)
        #expect(error?.description == "the augmentation's \(option) is \(message)")
    }

    @Test(arguments: [[3, 4, 4], [48]])
    func picturesOfSeveralChannelsAreRefused(shape: [Int]) throws {
        var options = TrainingOptions()
        options.augmentation = .digits
        let error = #expect(throws: NetworkError.self) { try trainer(shape, options) }
        #expect(error?.kind == .invalidOption)
    }

    private func trainer(_ shape: [Int], _ options: TrainingOptions) throws -> Trainer {
        let inputs = shape.reduce(1, *)
        var values = RandomValues(seed: 1)
        let network = try Network(inputShape: shape, layers: [.flatten, values.dense(inputs, 2)])
        let data = try TrainingData(
            images: [UInt8](repeating: 1, count: inputs), labels: [1], inputs: inputs, classes: 2)
        return try Trainer(network: network, training: data, validation: nil, options: options)
    }

    private func moved(
        _ image: [UInt8], height: Int, width: Int, degrees: Float = 0, right: Float = 0, down: Float = 0
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: image.count) { target, written in
            image.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                Augmentation.move(
                    source, height: height, width: width, scale: 1, degrees: degrees, right: right, down: down,
                    into: target)
            }
            written = image.count
        }
    }

    @Test func aMoveByWholePixelsIsExact() {
        let image: [UInt8] = [1, 2, 3, 4, 5, 6]
        #expect(moved(image, height: 2, width: 3) == image)
        #expect(moved(image, height: 2, width: 3, right: 1) == [0, 1, 2, 0, 4, 5])
        #expect(moved(image, height: 2, width: 3, right: -2, down: 1) == [0, 0, 0, 3, 0, 0])
    }

    @Test func aMoveBetweenPixelsMixesThem() {
        #expect(moved([0, 200, 0, 0], height: 1, width: 4, right: 0.25) == [0, 150, 50, 0])
    }

    @Test func aTurnIsClockwise() {
        // What was at the right is at the bottom, what was at the top at the right.
        #expect(moved([0, 7, 0, 5, 4, 9, 0, 3, 0], height: 3, width: 3, degrees: 90) == [0, 5, 0, 3, 4, 7, 0, 9, 0])
    }
}
