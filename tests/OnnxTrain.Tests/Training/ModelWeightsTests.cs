using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using OnnxTrain.Tests.Data;

namespace OnnxTrain.Tests.Training;

/// <summary>Weights in safetensors files; the files here are made by hand from the description of the format.</summary>
public sealed class ModelWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>1, −2, 0.5, 65504 (the largest float16), 2⁻¹⁴, 0 in each width.</summary>
    public static TheoryData<string, string> Widths => new()
    {
        { "F16", "003C 00C0 0038 FF7B 0004 0000" },
        { "BF16", "803F 00C0 003F 7F47 8038 0000" },
        { "F32", "0000803F 000000C0 0000003F 00E07F47 00008038 00000000" },
        { "F64", "000000000000F03F 00000000000000C0 000000000000E03F 0000000000FCEF40 000000000000103F 0000000000000000" },
    };

    [Theory]
    [MemberData(nameof(Widths))]
    public void Elements_of_every_width_are_read(string type, string bytes)
    {
        double[] expected = [1, -2, 0.5, type == "BF16" ? 65280 : 65504, 1.0 / 16384, 0]; // bfloat16 has eight bits of 65504
        var length = bytes.Replace(" ", "", StringComparison.Ordinal).Length / 2;
        var path = File(
            $$$"""{"weight":{"dtype":"{{{type}}}","shape":[2,3],"data_offsets":[0,{{{length}}}]}}""",
            bytes);
        var model = NewModel();
        model.LoadWeights(path);
        Assert.Equal(expected, model.Parameters[0].ToTensor<float>().Select(x => (double)x));
    }

    /// <summary>PyTorch saves the counter of batch normalization as int64.</summary>
    [Fact]
    public void Counters_of_whole_numbers_are_read()
    {
        var layer = new BatchNorm1d(1);
        var model = new Model(layer, Value.Input("x", ElementType.Float32, ["batch", 1]));
        string[] names = ["weight", "bias", "running_mean", "running_var"];
        var header = string.Join(
            ",",
            names.Select(
                (name, i) =>
                    $$"""
                        "{{name}}":{"dtype":"F32","shape":[1],"data_offsets":[{{4 * i}},{{4 * (i + 1)}}]}
                        """));
        model.LoadWeights(
            File(
                $$$"""{{{{header}}},"num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[16,24]}}""",
                "00000040 00000000 0000803F 0000803F 0700000000000000"));
        Assert.Equal(2, layer.Weight!.ToTensor<float>()[0]);
        Assert.Equal(7, layer.BatchesTracked!.ToTensor<float>()[0]);
    }

    [Fact]
    public void The_file_is_what_the_format_says()
    {
        var model = new Model(new Linear(2, 3), Value.Input("x", ElementType.Float32, ["batch", 2]));
        var path = Path.Combine(_folder.Path, "w.safetensors");
        model.SaveWeights(path);
        var bytes = System.IO.File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        Assert.Equal("pt", header.RootElement.GetProperty("__metadata__").GetProperty("format").GetString());
        var end = 0;
        foreach (var (name, shape) in new[] { ("weight", "[3,2]"), ("bias", "[3]") })
        {
            var tensor = header.RootElement.GetProperty(name);
            Assert.Equal("F32", tensor.GetProperty("dtype").GetString());
            Assert.Equal(shape, tensor.GetProperty("shape").GetRawText());
            Assert.Equal(end, tensor.GetProperty("data_offsets")[0].GetInt32());
            var values = model.Parameters.Single(p => p.Name == name).ToTensor<float>().ToArray();
            for (var i = 0; i < values.Length; i++, end += 4)
                Assert.Equal(values[i], BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + end)));
            Assert.Equal(end, tensor.GetProperty("data_offsets")[1].GetInt32());
        }

        Assert.Equal(bytes.Length, 8 + length + end);
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void What_is_saved_is_loaded(ElementType type)
    {
        Model Make(ulong seed)
        {
            var model = new Model(new Sequential(new Linear(4, 3), new PRelu(), new Linear(3, 2)), Value.Input("x", type, ["batch", 4]));
            model.Initialize(seed);
            return model;
        }

        var (first, second) = (Make(1), Make(2));
        var path = Path.Combine(_folder.Path, "w.safetensors");
        first.SaveWeights(path);
        Assert.NotEqual(first.Trained.Snapshot(), second.Trained.Snapshot());
        var loaded = second.LoadWeights(path);
        Assert.Equal(first.Trained.Snapshot(), second.Trained.Snapshot());
        Assert.Equal(first.Parameters.Select(p => p.Name).Order(), loaded.Loaded.Order());
        Assert.Empty(loaded.Missing);
        Assert.Empty(loaded.Unexpected);
    }

    [Fact]
    public void A_partial_load_passes_over_what_is_missing_and_renames()
    {
        var path = File(
            """{"fc.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}"""
                + ""","fc.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}"""
                + ""","seen":{"dtype":"I64","shape":[],"data_offsets":[32,40]}}""",
            string.Concat(Enumerable.Repeat("0000803F", 10)));
        var model = NewModel();
        var loaded = model.LoadWeights(path, name => name == "seen" ? null : name[3..], partial: true);
        Assert.Equal(["weight"], loaded.Loaded);
        Assert.Equal(["fc.bias"], loaded.Unexpected);
        Assert.All(model.Parameters[0].ToTensor<float>().ToArray(), x => Assert.Equal(1, x));
    }

    [Theory]
    [InlineData("""{"weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}}""", "'weight' is [3, 2]; the model's weight is [2, 3]")]
    [InlineData("""{"weight":{"dtype":"F8_E4M3","shape":[2,3],"data_offsets":[0,24]}}""", "holds F8_E4M3")]
    [InlineData("""{"wait":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""", "Missing: 'weight'. Not in the model: 'wait'.")]
    [InlineData("""{"weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,28]}}""", "outside")]
    [InlineData("""{"weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,20]}}""", "which is not its 20 bytes")]
    [InlineData("""{"weight":{"dtype":"F32","shape":[-2,-3],"data_offsets":[0,24]}}""", "which is not its 24 bytes")]
    [InlineData("""{"weight":{"dtype":"F32","data_offsets":[0,24]}}""", "not the JSON")]
    [InlineData(
        """{"weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""",
        "twice"
    )]
    [InlineData("""["weight"]""", "not the JSON")]
    [InlineData("""{"weight":""", "not the JSON")]
    public void A_file_that_does_not_fit_is_refused_and_changes_nothing(string header, string expected)
    {
        var model = NewModel();
        var before = model.Trained.Snapshot();
        var path = File(header, string.Concat(Enumerable.Repeat("0000803F", 6)));
        Assert.Contains(expected, Assert.Throws<DataException>(() => model.LoadWeights(path)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Trained.Snapshot());
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(
            "There is no file",
            Assert.Throws<DataException>(() => NewModel().LoadWeights(Path.Combine(_folder.Path, "none"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_header_longer_than_the_file_is_refused() =>
        Assert.Throws<DataException>(() =>
            NewModel().LoadWeights(_folder.Write("w", [255, 255, 255, 255, 255, 255, 255, 127, (byte)'{', (byte)'}'])));

    private static Model NewModel() => new(new Linear(3, 2, bias: false), Value.Input("x", ElementType.Float32, ["batch", 3]));

    private string File(string header, string hex)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return _folder.Write(
            "w.safetensors",
            [.. length, .. text, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))]);
    }
}
