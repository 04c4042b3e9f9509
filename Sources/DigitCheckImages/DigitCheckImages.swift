import DigitDatasets
import DigitFormats
import DigitRecognition

/// Makes the training images of the network that tells digits from what is none, out of pictures and of MNIST.
///
/// Its one use, after `Scripts/check/make_pictures.py`:
///
///     swift run -c release DigitCheckImages PICTURES MNIST_DIRECTORY OUTPUT_DIRECTORY
///     digits train --architecture digit-check --dataset OUTPUT_DIRECTORY --log digit-check.jsonl
@main
struct DigitCheckImages {
    /// Every this many of MNIST's images is taken as it is, for pictures that are made like MNIST's already.
    private static let plainStep = 3

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 3 else {
            throw DatasetError(
                .notFound, "expected PICTURES MNIST_DIRECTORY OUTPUT_DIRECTORY, found \(arguments.count) words")
        }
        let (pictures, mnist, output) = (arguments[1], arguments[2], arguments[3])
        let plain = try MNIST.trainingWithoutSample(DatasetLibrary().dataset(at: mnist).load(.train))
        // The small model reads well enough to say where touching things are cut.
        let recognizer = try Recognizer(.cnnSmall)
        let found = try await withThrowingTaskGroup(of: (kind: PictureKind, images: SeenImages).self) { group in
            for kind in PictureKind.allCases {
                group.addTask { (kind, try SeenImages(kind, in: pictures, by: recognizer)) }
            }
            var found: [PictureKind: SeenImages] = [:]
            for try await result in group { found[result.kind] = result.images }
            return found
        }
        var seen = SeenImages()
        for index in stride(from: 0, to: plain.count, by: plainStep) {
            seen.add(plain.images[index], UInt8(plain.labels[index]))
        }
        for kind in PictureKind.allCases {
            guard let images = found[kind] else { continue }
            print("\(kind): \(images.labels.count)")
            seen.add(images)
        }
        try FileContents.makeDirectory(output)
        let images = try Tensor(elementType: .uint8, shape: [seen.labels.count, 28, 28], bytes: seen.pixels)
        let classes = try Tensor(elementType: .uint8, shape: [seen.labels.count], bytes: seen.labels)
        try FileContents.write(IDX.encode(images), to: "\(output)/train-images-idx3-ubyte")
        try FileContents.write(IDX.encode(classes), to: "\(output)/train-labels-idx1-ubyte")
        let names = try FileContents.read("\(pictures)/classes.txt", limit: 1 << 14)
        try FileContents.write(names, to: "\(output)/classes.txt")
    }
}
