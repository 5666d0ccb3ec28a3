using System.Reflection;
using BenchmarkDotNet.Running;
using OnnxTrain.Benchmarks;

const string usage = """
    usage, in Release:
      accuracy [--select METRIC] [NAME …]                the tool's defaults, cross-validated
      step     --net NET [--threads N] [--backend B]     samples per second and bytes allocated per training step
      images   [--folder F] [--seconds S]                images a second that a folder is read at
      images   --train N [--net NET] [--epochs E]        training on N image files: images a second, the most memory
      sources  [--rows N] [--seconds S]                  rows a second that each source of rows is read at
      large    [--gigabytes N] [--memory SIZE]           training on a table larger than memory beside training in memory
      files                                              nodes and bytes of the training files of networks
      gemm     [--sizes 64,128x800x784:nt] [--threads N] matrix products beside the peak of fused multiply-adds
      conv     [--shapes 64x32x26x26:64x3] [--threads N] convolutions and their gradients beside the peak
      attention [--shapes 32x4x64x32] [--threads N]      causal attention and its gradients beside the peak, and their memory
      operators [NAME …]                                 the largest errors of each operator: values, gradients, ONNX Runtime
      geometry [--count N] [--seed S]                    windows and resizing against ONNX Runtime and plain loops
      profile  --net NET [--threads N] [--seconds S]     the steps of a training step's plan, with their times
      fuzz     TARGET [--count N] [--seed S]             hostile inputs for a reader, or for all
      kernels  [BenchmarkDotNet's options]               kernels, by BenchmarkDotNet
    """;

return args switch
{
    ["accuracy", .. var names] => AccuracyBenchmark.Run(names),
    ["step", .. var options] => StepBenchmark.Run(options),
    ["images", .. var options] => ImagesBenchmark.Run(options),
    ["sources", .. var options] => SourcesBenchmark.Run(options),
    ["large", .. var options] => LargeBenchmark.Run(options),
    ["files"] => FilesBenchmark.Run(),
    ["gemm", .. var options] => GemmBenchmark.Run(options),
    ["conv", .. var options] => ConvolutionBenchmark.Run(options),
    ["attention", .. var options] => AttentionBenchmark.Run(options),
    ["operators", .. var names] => OperatorBenchmark.Run(names),
    ["geometry", .. var options] => GeometryBenchmark.Run(options),
    ["profile", .. var options] => ProfileBenchmark.Run(options),
    ["fuzz", .. var options] => FuzzBenchmark.Run(options),
    ["kernels", .. var options] => RunKernels(options),
    _ => Explain(),
};

static int RunKernels(string[] options)
{
    BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(options);
    return 0;
}

static int Explain()
{
    Console.WriteLine(usage);
    return 2;
}
