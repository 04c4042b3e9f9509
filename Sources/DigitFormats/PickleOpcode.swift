/// Every opcode that pickle has, by its byte; the documentation of each case is its official name.
///
/// Source: CPython's `pickletools`. Those of the last group are known only so that a refusal can name them.
enum PickleOpcode: UInt8 {
    // The frame of a pickle.
    /// PROTO
    case proto = 0x80
    /// FRAME
    case frame = 0x95
    /// STOP
    case stop = 0x2E

    // Plain values.
    /// NONE
    case none = 0x4E
    /// NEWTRUE
    case newtrue = 0x88
    /// NEWFALSE
    case newfalse = 0x89
    /// INT
    case int = 0x49
    /// BININT
    case binint = 0x4A
    /// BININT1
    case binint1 = 0x4B
    /// BININT2
    case binint2 = 0x4D
    /// LONG
    case long = 0x4C
    /// LONG1
    case long1 = 0x8A
    /// LONG4
    case long4 = 0x8B
    /// FLOAT
    case float = 0x46
    /// BINFLOAT
    case binfloat = 0x47

    // Text and bytes.
    /// STRING
    case string = 0x53
    /// BINSTRING
    case binstring = 0x54
    /// SHORT_BINSTRING
    case shortBinstring = 0x55
    /// UNICODE
    case unicode = 0x56
    /// BINUNICODE
    case binunicode = 0x58
    /// SHORT_BINUNICODE
    case shortBinunicode = 0x8C
    /// BINUNICODE8
    case binunicode8 = 0x8D
    /// BINBYTES
    case binbytes = 0x42
    /// SHORT_BINBYTES
    case shortBinbytes = 0x43
    /// BINBYTES8
    case binbytes8 = 0x8E
    /// BYTEARRAY8
    case bytearray8 = 0x96

    // Containers.
    /// MARK
    case mark = 0x28
    /// EMPTY_LIST
    case emptyList = 0x5D
    /// LIST
    case list = 0x6C
    /// APPEND
    case append = 0x61
    /// APPENDS
    case appends = 0x65
    /// EMPTY_TUPLE
    case emptyTuple = 0x29
    /// TUPLE
    case tuple = 0x74
    /// TUPLE1
    case tuple1 = 0x85
    /// TUPLE2
    case tuple2 = 0x86
    /// TUPLE3
    case tuple3 = 0x87
    /// EMPTY_DICT
    case emptyDict = 0x7D
    /// DICT
    case dict = 0x64
    /// SETITEM
    case setitem = 0x73
    /// SETITEMS
    case setitems = 0x75

    // The stack and the memo.
    /// POP
    case pop = 0x30
    /// POP_MARK
    case popMark = 0x31
    /// PUT
    case put = 0x70
    /// BINPUT
    case binput = 0x71
    /// LONG_BINPUT
    case longBinput = 0x72
    /// MEMOIZE
    case memoize = 0x94
    /// GET
    case get = 0x67
    /// BINGET
    case binget = 0x68
    /// LONG_BINGET
    case longBinget = 0x6A

    // Names and what is done with them: a closed list of names only.
    /// GLOBAL
    case global = 0x63
    /// STACK_GLOBAL
    case stackGlobal = 0x93
    /// REDUCE
    case reduce = 0x52
    /// BUILD
    case build = 0x62

    // Never followed.
    /// DUP
    case dup = 0x32
    /// INST
    case inst = 0x69
    /// OBJ
    case obj = 0x6F
    /// NEWOBJ
    case newobj = 0x81
    /// NEWOBJ_EX
    case newobjEx = 0x92
    /// PERSID
    case persid = 0x50
    /// BINPERSID
    case binpersid = 0x51
    /// EXT1
    case ext1 = 0x82
    /// EXT2
    case ext2 = 0x83
    /// EXT4
    case ext4 = 0x84
    /// EMPTY_SET
    case emptySet = 0x8F
    /// ADDITEMS
    case additems = 0x90
    /// FROZENSET
    case frozenset = 0x91
    /// NEXT_BUFFER
    case nextBuffer = 0x97
    /// READONLY_BUFFER
    case readonlyBuffer = 0x98

    /// The official name, as `SHORT_BINUNICODE`.
    var officialName: String {
        var name = ""
        for character in String(describing: self) {
            if character.isUppercase { name.append("_") }
            name += character.uppercased()
        }
        return name
    }
}
