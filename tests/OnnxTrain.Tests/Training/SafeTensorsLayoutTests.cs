using System.Text;
using OnnxTrain.Tests.Data;

namespace OnnxTrain.Tests.Training;

/// <summary>Every byte of a safetensors file belongs to one tensor, as the format asks for.</summary>
public sealed class SafeTensorsLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
