using System.Text;
using OnnxTrain.Tests.Data;

namespace OnnxTrain.Tests.Training;

/// <summary>Every byte of a safetensors file belongs to one tensor, as the format asks for.</summary>
public sealed class SafeTensorsLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Every type that the format has is written as it is held and read with the same bits; the others are refused.</summary>
    [Fact]
    public void Tensors_of_every_type_keep_their_bits()
    {
        var path = Path.Combine(_folder.Path, "types.safetensors");
        var tensors = Graphs.ElementCases.Numbers
            .Where(row => !row.Key.IsPacked())
            .ToDictionary(row => row.Key.Text(), row => TensorData.OfNumbers(row.Value, [1, row.Value.Length], row.Key));
        SafeTensorsWriter.WriteTensors(
            path, [.. tensors.Select(pair => SafeTensorsSource.Of(pair.Key, pair.Value))], new Dictionary<string, string>());

        using var file = new SafeTensorsReader(path);
        string[] names = ["F32", "F64", "F16", "BF16", "I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64", "BOOL"];
        Assert.Equal(names.Order(), file.Entries.Values.Select(entry => entry.Type).Order());
        foreach (var (name, tensor) in tensors)
        {
            var bytes = new byte[file.Entries[name].Length];
            file.Read(file.Entries[name], bytes);
            Assert.Equal(tensor.Bytes.ToArray(), bytes);
            Assert.True(file.Entries[name].Fits(tensor.Type.Shape));
        }

        foreach (var other in (TensorData[])[TensorData.OfNumbers([1, 2], [2], ElementType.Int4), TensorData.Of<string>(["a"], [1])])
        {
            Assert.Throws<NotSupportedException>(() =>
                SafeTensorsWriter.WriteTensors(path, [SafeTensorsSource.Of("x", other)], new Dictionary<string, string>()));
        }
    }

    /// <summary>Weights in half the bytes: each rounded once, which .NET's own conversions do too.</summary>
    [Fact]
    public void Weights_are_written_in_another_type()
    {
        var path = Path.Combine(_folder.Path, "half.safetensors");
        var (model, other) = (Spirals.NewModel(seed: 3), Spirals.NewModel(seed: 4));
        model.SaveWeights(path, ElementType.Float16);
        Assert.Equal((2 * model.ParameterCount) + HeaderLength(path), new FileInfo(path).Length);
        other.LoadWeights(path);
        Assert.Equal(Numbers(model).Select(w => (double)(float)(Half)(float)w), Numbers(other));
        model.SaveWeights(path, ElementType.BFloat16);
        other.LoadWeights(path);
        foreach (var (exact, rounded) in Numbers(model).Zip(Numbers(other)))
            Assert.InRange(Math.Abs(exact - rounded), 0, Math.Abs(exact) / 256);

        Assert.Throws<ArgumentException>(() => model.SaveWeights(path, ElementType.Int8));
        model.Parameters[0].Assign<float>([.. Enumerable.Repeat(70000f, model.Parameters[0].Count)]);
        var message = Assert.Throws<ArgumentException>(() => model.SaveWeights(path, ElementType.Float16)).Message;
        Assert.Contains("has 70000, which float16 cannot hold", message, StringComparison.Ordinal);
        other.LoadWeights(path);

        static IEnumerable<double> Numbers(Model model) => model.Parameters.SelectMany(parameter => parameter.Numbers());

        static long HeaderLength(string path) => sizeof(long) + BitConverter.ToInt64(File.ReadAllBytes(path).AsSpan(0, sizeof(long)));
    }

    [Theory]
    [InlineData(24, "0-12", "0-12", "overlap")]
    [InlineData(24, "0-12", "8-20", "overlap")]
    [InlineData(24, "12-24", "4-16", "belong")]
    [InlineData(24, "0-12", "12-24", null)]
    [InlineData(24, "12-24", "0-12", null)]
    [InlineData(28, "0-12", "16-28", "4 bytes before 'b' belong to no tensor")]
    [InlineData(28, "4-16", "16-28", "4 bytes before 'a' belong to no tensor")]
    [InlineData(28, "0-12", "12-24", "4 bytes at its end belong to no tensor")]
    [InlineData(12, "0-12", "12-24", "outside")]
    [InlineData(12, "0-12", "6-6", "overlap")]
    public void Overlaps_and_holes_are_refused(int length, string a, string b, string? problem)
    {
        var path = Write($"{{{Entry("a", a)},{Entry("b", b)}}}", length);
        if (problem is null)
        {
            using var file = new SafeTensorsReader(path);
            Assert.Equal(2, file.Entries.Count);
            return;
        }

        Assert.Contains(problem, Assert.Throws<DataException>(() => new SafeTensorsReader(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"c\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}",
        4, true)]
    [InlineData("{}", 0, true)]
    [InlineData("{}", 1, false)]
    [InlineData("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, false)]
    [InlineData("{\"__metadata__\":[]}", 0, false)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1e3],\"data_offsets\":[0,4]}}", 4, false)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387905,4],\"data_offsets\":[0,16]}}", 16, false)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}", 4, false)]
    [InlineData("[]", 0, false)]
    public void Headers_are_read_or_refused(string header, int length, bool isGood)
    {
        var path = Write(header, length);
        if (isGood) new SafeTensorsReader(path).Dispose();
        else Assert.Throws<DataException>(() => new SafeTensorsReader(path));
    }

    private static string Entry(string name, string range)
    {
        var (from, to) = (int.Parse(range.Split('-')[0]), int.Parse(range.Split('-')[1]));
        return $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{(to - from) / 4}],\"data_offsets\":[{from},{to}]}}";
    }

    private string Write(string header, int length)
    {
        var path = Path.Combine(_folder.Path, "w.safetensors");
        var bytes = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. new byte[length]]);
        return path;
    }
}
