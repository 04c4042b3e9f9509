package import DigitDatasets
import DigitNetwork

/// The ways in which an image is looked at before the probabilities are averaged: test-time augmentation.
///
/// A network that is unsure about a digit is often sure about the same one a pixel to the left. Each view costs as much as
/// a prediction without it.
///
/// ```swift
/// let careful = try Ensemble([recognizer], augmentation: .digits)
/// careful.predict(test.images[0]).digit  // 7
/// ```
public struct TestTimeAugmentation: Sendable, Hashable {
    /// One way to look at an image.
    public struct View: Sendable, Hashable {
        /// The size, 1 for as it is; above 0.
        public let scale: Float
        /// The turn, clockwise, in degrees.
        public let degrees: Float
        /// The shift to the right, in pixels; less than 0 is to the left.
        public let right: Float
        /// The shift down, in pixels; less than 0 is up.
        public let down: Float

        /// A view; without arguments, the image as it is.
        public init(scale: Float = 1, degrees: Float = 0, right: Float = 0, down: Float = 0) {
            self.scale = scale
            self.degrees = degrees
            self.right = right
            self.down = down
        }
    }

    /// The views, at least one, in the order in which their probabilities are added up.
    public let views: [View]

    /// Collects views.
    ///
    /// - Precondition: `views` is not empty, and every number in it is finite, each scale above 0.
    public init(_ views: [View]) {
        guard !views.isEmpty,
            views.allSatisfy({ $0.scale > 0 && ($0.scale + $0.degrees + $0.right + $0.down).isFinite })
        else {
            fatalError("test-time augmentation: expected one or more views of finite numbers, found \(views)")
        }
        self.views = views
    }

    /// What digits in 28x28 pixels stay the same under: as it is, shifted by one pixel to each of the four sides, and
    /// turned by five degrees either way.
    public static let digits = TestTimeAugmentation([
        View(), View(right: -1), View(right: 1), View(down: -1), View(down: 1), View(degrees: -5), View(degrees: 5),
    ])
}

extension DigitImages {
    /// The images as one view shows them; `[N, H, W]` as before.
    package func seen(as view: TestTimeAugmentation.View) -> DigitImages {
        if view == TestTimeAugmentation.View() { return self }
        let size = pixelsPerImage
        let moved = withPixels { pixels in
            pixels.withUnsafeBufferPointer { source in
                [UInt8](unsafeUninitializedCapacity: source.count) { target, written in
                    guard let source = source.baseAddress, let target = target.baseAddress else { return }
                    for start in stride(from: 0, to: count * size, by: size) {
                        Augmentation.move(
                            source + start, height: height, width: width, scale: view.scale, degrees: view.degrees,
                            right: view.right, down: view.down, into: target + start)
                    }
                    written = count * size
                }
            }
        }
        return DigitImages(pixels: moved, count: count, height: height, width: width)
    }
}
