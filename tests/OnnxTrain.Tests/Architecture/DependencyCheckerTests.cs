namespace OnnxTrain.Tests.Architecture;

/// <summary>The checker finds what it is there to find, on sources that break one rule each.</summary>
public class DependencyCheckerTests
{
    const string Value = "namespace OnnxTrain; public partial class Value { public static Value operator +(Value a, Value b) => a; }";

    public static TheoryData<string, string, string> Violations => new()
    {
        // user, its text, what the complaint must name
        { "Kernels/Gemm.cs", "using OnnxTrain; class Gemm { Value? v; }", "Value" },
        { "Kernels/Gemm.cs", "class Gemm { OnnxTrain.Value? v; }", "Value" },
        { "Kernels/Gemm.cs", "namespace OnnxTrain; class Gemm { System.Collections.Generic.List<Value[]>? v; }", "Value" },
        { "Kernels/Gemm.cs", "class Gemm { int n = nameof(OnnxTrain.Value).Length; }", "Value" },
        { "Kernels/Gemm.cs", "using V = OnnxTrain.Value; class Gemm { object n = new V(); }", "Value" },
        { "Graphs/Shape.cs", "namespace OnnxTrain; class Shape { object v = new Value().Relu(); }", "Relu" },
        { "Graphs/Shape.cs", "namespace OnnxTrain; class Shape { object v = new Value().Twice(); }", "Twice" },
        { "Graphs/Shape.cs", "namespace OnnxTrain; class Shape { object v = new Value().Rank; }", "Rank" },
        { "Data/Table.cs", "namespace OnnxTrain; class Table { object v = Kernel.Run(); }", "Run" },
        { "Data/Table.cs", "namespace OnnxTrain; class Table { void M() { Kernel k = new(); } }", "Kernel" },
        { "Data/Table.cs", "namespace OnnxTrain; class Table { Pixels? p; }", "Pixels" },
        { "Data/Images/Reader.cs", "namespace OnnxTrain; class Reader { Plan? p; }", "Plan" },
        { "Layers/Linear.cs", "namespace OnnxTrain; class Linear { Plan? p; }", "Plan" },
        { "Export/Exporter.cs", "namespace OnnxTrain; class Exporter { Trainer? t; }", "Trainer" },
        { "Execution/Runner.cs", "class Runner { Google.Protobuf.ByteString? b; }", "ByteString" },
        { "Layers/Linear.cs", "using Google.Protobuf; class Linear { ByteString? b; }", "ByteString" },
        { "Training/Reader.cs", "class Reader { CsvHelper.CsvReader? r; }", "CsvReader" },
        { "Helpers/Any.cs", "class Any;", "Helpers" },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void A_forbidden_use_is_found(string path, string text, string named)
    {
        var checker = Check(path, text);

        Assert.Empty(checker.Errors);
        Assert.Contains(
            checker.Violations(),
            found => found.StartsWith(path, StringComparison.Ordinal) && found.Contains(named, StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Permitted =>
        new()
        {
            {
                "Ops/Tanh.cs", "namespace OnnxTrain; class Tanh { object v = (new Value() + new Value()).Relu(); object k = Kernel.Run(); }"
            },
            {
                "Graphs/Gradients.cs",
                "namespace OnnxTrain; partial class Gradients { object v = Add(); private static partial object Add(); }"
            },
            { "Graphs/Shape.cs", "namespace OnnxTrain; /// <summary>As <see cref=\"Trainer\"/>.</summary>\nclass Shape;" },
            { "Graphs/Shape.cs", "namespace OnnxTrain; class Shape { Value? v; Google.Protobuf.ByteString? b; }" },
            { "Data/Table.cs", "namespace OnnxTrain; class Table { CsvHelper.CsvReader? r; System.Numerics.Tensors.Tensor<float>? t; }" },
            { "Data/Images/Warp.cs", "namespace OnnxTrain; class Warp { object v = Kernel.Run(); Pixels? p; }" },
            { "Training/Loop.cs", "namespace OnnxTrain; class Loop { Plan? p; object v = new Value().Relu(); }" },
        };

    [Theory]
    [MemberData(nameof(Permitted))]
    public void A_permitted_use_passes(string path, string text) => Assert.Empty(Check(path, text).Violations());

    [Fact]
    public void Sources_that_do_not_compile_are_reported() =>
        Assert.NotEmpty(Check("Ops/Tanh.cs", "class Tanh { Missing m; }").Errors);

    // The members of a partial class, and of extensions, are at home in the file that declares them.
    static DependencyChecker Check(string path, string text) => new(
    [
        ("Graphs/Value.cs", Value),
        ("Kernels/Kernel.cs", "namespace OnnxTrain; public class Kernel { public static object Run() => 1; }"),
        ("Ops/Relu.cs", "namespace OnnxTrain; public partial class Value { public Value Relu() => this; }"),
        ("Ops/Twice.cs", "namespace OnnxTrain; public static class Extensions { public static Value Twice(this Value v) => v; }"),
        ("Ops/Rank.cs", "namespace OnnxTrain; public static class Properties { extension(Value v) { public int Rank => 0; } }"),
        ("Ops/Add.cs", "namespace OnnxTrain; partial class Gradients { private static partial object Add() => 1; }"),
        ("Execution/Plan.cs", "namespace OnnxTrain; public class Plan;"),
        ("Data/Images/Pixels.cs", "namespace OnnxTrain; public class Pixels;"),
        ("Training/Trainer.cs", "namespace OnnxTrain; public class Trainer;"),
        (path, text),
        .. path == "Graphs/Gradients.cs"
            ? Array.Empty<(string, string)>()
            : [("Graphs/Gradients.cs", "namespace OnnxTrain; partial class Gradients { private static partial object Add(); }")],
    ]);
}
