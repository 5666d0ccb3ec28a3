using System.Reflection;
using BenchmarkDotNet.Running;
using OnnxTrain.Benchmarks;

return args switch
{
    ["accuracy", .. var names] => AccuracyBenchmark.Run(names),
    ["step", .. var options] => StepBenchmark.Run(options),
    ["gemm", .. var options] => GemmBenchmark.Run(options),
    ["profile", .. var options] => ProfileBenchmark.Run(options),
    _ => RunKernels(args),
};

static int RunKernels(string[] args)
{
    BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
    return 0;
}
