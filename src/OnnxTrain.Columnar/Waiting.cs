namespace OnnxTrain;

/// <summary>Waits for what a package offers asynchronously alone, on a thread that nobody else needs.</summary>
internal static class Waiting
{
    public static T For<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
