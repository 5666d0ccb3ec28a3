namespace OnnxTrain.Cli;

/// <summary>What the tool tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The file computes something else than the model.</summary>
    public const int Different = 1;

    /// <summary>Bad usage, bad input, a training that diverged, or a file that cannot be written.</summary>
    public const int Failed = 2;

    /// <summary>Stopped by Ctrl-C and nothing was exported.</summary>
    public const int Cancelled = 130;
}
