namespace OnnxTrain.Cli.Tests;

/// <summary>A folder for the files of one test, deleted after it.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onnxtrain-cli-");

    public string Root => _folder.FullName;

    public string[] Files =>
        [.. _folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => f.Name).Order(StringComparer.Ordinal)];

    public string this[string name] => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A model trained for a few epochs on a table.</summary>
    public string Train(string data, string target, params string[] options)
    {
        var model = this[Path.GetFileNameWithoutExtension(data) + ".onnx"];
        ToolRun.Of(["train", data, "--target", target, "--output", model, "--epochs", "3", "--hidden", "8", .. options]).Succeeds();
        return model;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
