namespace OnnxTrain;

/// <summary>
/// The bytes that a plan holds from its making to its end, so that their total is its peak. Strings are not counted.
/// </summary>
/// <param name="Arena">Buffers that intermediate values share.</param>
/// <param name="Variables">The blocks that the variables lie in; plans of the same model share them.</param>
/// <param name="Given">Feeds and constants.</param>
/// <param name="Kept">Results with memory of their own, such as the block of all gradients, and copies for updates.</param>
/// <param name="Scratch">What kernels use while they run, such as packed slivers of a matrix.</param>
internal readonly record struct PlanMemory(long Arena, long Variables, long Given, long Kept, long Scratch)
{
    public long Peak => Arena + Variables + Given + Kept + Scratch;
}
