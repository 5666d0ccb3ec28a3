namespace OnnxTrain.Kernels;

/// <summary>Runs a step again and again: slices in, the step, slices out, and the new states become the old ones.</summary>
internal sealed class ScanLoop
{
    private readonly (Block<byte> From, Block<byte> To)[] _given, _carried, _last;
    private readonly StepSlice[] _reads, _writes;
    private readonly Action _step;
    private readonly int _steps;
    private readonly bool _isReverse;

    /// <param name="given">Copies before the first step: the initial states, and values that all steps read.</param>
    /// <param name="reads">The slices that a step reads.</param>
    /// <param name="step">The step.</param>
    /// <param name="writes">The slices that a step writes.</param>
    /// <param name="carried">Copies after each step: from a new state to its place as the old one.</param>
    /// <param name="last">Copies after the last step: the final states.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="isReverse">Whether the last slice comes first.</param>
    /// <param name="scratch">Memory for new states that lie where old ones do.</param>
    public ScanLoop(
        (Block<byte> From, Block<byte> To)[] given, StepSlice[] reads, Action step, StepSlice[] writes,
        (Block<byte> From, Block<byte> To)[] carried, (Block<byte> From, Block<byte> To)[] last, int steps, bool isReverse, Scratch scratch)
    {
        (_given, _reads, _step, _writes, _last, _steps, _isReverse) = (given, reads, step, writes, last, steps, isReverse);
        _carried = Apart(carried, scratch);
    }

    public void Run()
    {
        Copy(_given);
        for (var i = 0; i < _steps; i++)
        {
            var at = _isReverse ? _steps - 1 - i : i;
            foreach (var slice in _reads) slice.Read(at);
            _step();
            foreach (var slice in _writes) slice.Write(at);
            Copy(_carried);
        }

        Copy(_last);
    }

    private static void Copy((Block<byte> From, Block<byte> To)[] copies)
    {
        foreach (var (from, to) in copies) from.Span.CopyTo(to.Span);
    }

    /// <summary>A step may return states as they are, or exchange them: these are first copied elsewhere.</summary>
    private static (Block<byte> From, Block<byte> To)[] Apart((Block<byte> From, Block<byte> To)[] carried, Scratch scratch)
    {
        if (!carried.Any(c => carried.Any(other => Overlap(c.From, other.To)))) return carried;
        Block<byte>[] between = [.. carried.Select(c => scratch.Allocate<byte>(c.From.Length))];
        return [.. carried.Select((c, i) => (c.From, between[i])), .. carried.Select((c, i) => (between[i], c.To))];
    }

    private static unsafe bool Overlap(Block<byte> a, Block<byte> b) =>
        a.Pointer < b.Pointer + b.Length && b.Pointer < a.Pointer + a.Length;
}
