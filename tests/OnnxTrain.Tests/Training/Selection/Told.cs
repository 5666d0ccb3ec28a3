namespace OnnxTrain.Tests.Training;

/// <summary>Progress on the thread that tells it.</summary>
internal sealed class Told<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
