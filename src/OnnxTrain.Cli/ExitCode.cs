namespace OnnxTrain.Cli;

/// <summary>What the tool tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The file computes something else than the model.</summary>
    public const int Different = 1;

    /// <summary>Bad usage, bad input, a training that diverged, or a file that cannot be written.</summary>
    public const int Failed = 2;

    /// <summary>The model is written, but something that was asked for besides it is not.</summary>
    public const int Incomplete = 3;

    /// <summary>Stopped by Ctrl-C and nothing was exported.</summary>
    public const int Cancelled = 130;
}
