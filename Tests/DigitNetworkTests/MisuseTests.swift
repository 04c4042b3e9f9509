import DigitNetwork
import Testing

/// Mistakes of the calling code end the process with both shapes, in release builds too.
@Suite struct MisuseTests {
    @Test func inputThatIsNoWholeImageStopsWithBothShapes() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            let network = try randomNetwork([4, 3], .relu)
            _ = network.predict(([1, 2, 3, 4, 5] as [UInt8]).span)
        }
        #expect(text(result).contains("input of a prediction: expected [N, 4], found 5 values"))
    }

    @Test func outputOfAnotherSizeStopsWithBothShapes() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            let network = try randomNetwork([4, 3], .relu)
            var workspace = InferenceWorkspace(for: network)
            var values = [Float](repeating: 0, count: 5)
            var output = values.mutableSpan
            network.logits(([1, 2, 3, 4, 5, 6, 7, 8] as [UInt8]).span, into: &output, using: &workspace)
        }
        #expect(text(result).contains("output of a prediction: expected [2, 3], found 5 values"))
    }

    @Test func aWorkspaceOfASmallerNetworkStops() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            var workspace = InferenceWorkspace(for: try randomNetwork([4, 3], .relu))
            let network = try randomNetwork([4, 9, 1], .relu)
            var values: [Float] = [0]
            var output = values.mutableSpan
            network.logits(([1, 2, 3, 4] as [UInt8]).span, into: &output, using: &workspace)
        }
        #expect(text(result).contains("expected one for rows of 9 values, input range unit, found one for 4, unit"))
    }

    @Test func rowsThatAreNotWholeStop() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            _ = softmax([1, 2, 3], classes: 2)
        }
        #expect(text(result).contains("softmax: expected a multiple of 2 values, found 3"))
    }

    @Test func aLabelOutsideTheClassesStops() async throws {
        let result = try await #require(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            _ = crossEntropy(logits: [1, 2], label: 2)
        }
        #expect(text(result).contains("crossEntropy: expected a label below 2, found 2"))
    }

    @Test func theLargestOfNothingStops() async {
        await #expect(processExitsWith: .failure) { _ = argmax([]) }
    }

    private func text(_ result: ExitTest.Result) -> String {
        String(decoding: result.standardErrorContent, as: UTF8.self)
    }
}
