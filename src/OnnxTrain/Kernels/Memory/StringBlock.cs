namespace OnnxTrain.Kernels;

/// <summary>The strings of one value of a plan, in row-major order.</summary>
internal sealed class StringBlock(int length)
{
    public string[] Items { get; } = new string[length];
}
