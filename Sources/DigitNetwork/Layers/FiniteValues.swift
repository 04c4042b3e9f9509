/// Refuses values that are infinite or not a number, naming the first by its place in an array of `shape`.
func requireFinite(_ values: [Float], _ name: String, shape: [Int]) throws(NetworkError) {
    guard let index = values.firstIndex(where: { !$0.isFinite }) else { return }
    var (rest, place) = (index, [Int]())
    for size in shape.reversed() {
        place.insert(rest % size, at: 0)
        rest /= size
    }
    throw NetworkError(.notFinite, "\(name) \(place) is \(values[index]), not a finite number")
}
