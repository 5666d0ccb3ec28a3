using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>Where ONNX Runtime runs.</summary>
internal static class ProviderOption
{
    public static Option<ExecutionProvider?> Create() => Options.Choice(
        "--provider", "Where ONNX Runtime runs the file. Default: cpu.",
        ("cpu", ExecutionProvider.Cpu), ("cuda", ExecutionProvider.Cuda));
}
