namespace OnnxTrain;

/// <summary>The bytes that a plan holds during its whole lifetime, so that their total is its peak. Strings are not counted.</summary>
/// <param name="Arena">Buffers that intermediate values share.</param>
/// <param name="Variables">The blocks of the variables, which plans of the same model share.</param>
/// <param name="Given">Feeds and constants.</param>
/// <param name="Kept">Results with their own memory, such as the block of all gradients, and copies for updates.</param>
/// <param name="Scratch">Temporary memory of kernels, such as packed panels of a matrix.</param>
internal readonly record struct PlanMemory(long Arena, long Variables, long Given, long Kept, long Scratch)
{
    public long Peak => Arena + Variables + Given + Kept + Scratch;
}
