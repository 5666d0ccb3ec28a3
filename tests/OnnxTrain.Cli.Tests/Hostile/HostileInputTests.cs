using System.Text;

namespace OnnxTrain.Cli.Tests.Hostile;

/// <summary>Small inputs that once hung the tool or ended it without a word.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_report_of_numbers_a_rounding_apart_is_written()
    {
        var data = _folder.Write("d.csv", "a|b\n\"multi\nline\"|2\nx|40960955322960273\ny|4\nx|5\n");
        ToolRun
            .Of(
                "train", data, "--target", "b", "--epochs", "2", "--hidden", "4", "--report", _folder["r.html"], "--output",
                _folder["m.onnx"])
            .Succeeds();
        Assert.Contains("<svg", File.ReadAllText(_folder["r.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_NUL_is_refused() =>
        ToolRun
            .Of("train", _folder.Write("d.csv", "a\0x,a\0y,t\n0,0,p\n1,1,q\n"), "--target", "t", "--output", _folder["m.onnx"])
            .Refuses("NUL");

    [Fact]
    public void Overlapping_weights_are_refused()
    {
        const string header =
            "{\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[3,4],\"data_offsets\":[0,48]},"
            + "\"fc.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}";
        File.WriteAllBytes(
            _folder["w.safetensors"],
            [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[48]]);
        Directory.CreateDirectory(_folder["f"]);
        File.WriteAllText(Path.Combine(_folder["f"], "training.json"), "{\"format\":\"onnxtrain-training-1\",\"variables\":[]}");
        File.WriteAllBytes(Path.Combine(_folder["f"], "model.onnx"), []);
        ToolRun.Of("finish", _folder["f"], _folder["w.safetensors"], "--output", _folder["m.onnx"]).Refuses("overlap");
    }
}
