namespace OnnxTrain.Browser.Tests;

/// <summary>A copy of a file, which is there for a while only.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    public TemporaryCopy(string file) => File.Copy(file, Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"onnxtrain-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(Path);
}
