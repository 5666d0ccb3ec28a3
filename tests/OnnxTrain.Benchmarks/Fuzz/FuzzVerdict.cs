namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>What may come of an input.</summary>
internal enum FuzzVerdict
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>It was refused by a documented exception.</summary>
    Refused,

    /// <summary>An exception that no documentation names.</summary>
    Undocumented,

    /// <summary>It took more than two seconds.</summary>
    Hang,

    /// <summary>It took more than 300 MB.</summary>
    Memory,
}
