import CDigits

/// The version of the library; `digits.h` describes the functions of the C interface.
@c @implementation
public func digits_version() -> UnsafePointer<CChar>? { ConstantText.version }

/// The calling thread's last error; see `digits.h`.
@c @implementation
public func digits_last_error() -> UnsafePointer<CChar>? { LastError.text }
