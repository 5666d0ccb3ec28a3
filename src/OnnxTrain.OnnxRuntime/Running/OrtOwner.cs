namespace OnnxTrain;

/// <summary>
/// Who uses <see cref="OrtResources"/>. They go when it is disposed, or when the garbage collector finds that nobody uses it any more.
/// </summary>
internal sealed class OrtOwner : IDisposable
{
    private readonly OrtResources _resources = new();

    ~OrtOwner()
    {
        try
        {
            _resources.Dispose();
        }
        catch (Exception)
        {
            // An exception here would end the process. What could not be freed stays.
        }
    }

    /// <summary>What it owns. Keep the owner alive while an object of these is used.</summary>
    public OrtResources Resources => _resources;

    public void Dispose()
    {
        _resources.Dispose();
        GC.SuppressFinalize(this);
    }
}
