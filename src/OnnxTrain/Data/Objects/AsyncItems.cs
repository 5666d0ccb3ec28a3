using System.Collections;

namespace OnnxTrain;

/// <summary>
/// An asynchronous sequence as a sequence. Many items are awaited at a time, on a thread of the pool: one that waits for them here cannot
/// be one that they need.
/// </summary>
internal sealed class AsyncItems<T>(IAsyncEnumerable<T> items) : IEnumerable<T>
{
    private const int ItemsAtOnce = 1024;

    public IEnumerator<T> GetEnumerator()
    {
        var enumerator = items.GetAsyncEnumerator();
        try
        {
            var read = new List<T>(ItemsAtOnce);
            do
            {
                read.Clear();
                Task.Run(() => ReadAsync(enumerator, read)).GetAwaiter().GetResult();
                foreach (var item in read) yield return item;
            }
            while (read.Count == ItemsAtOnce);
        }
        finally
        {
            Task.Run(async () => await enumerator.DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static async Task ReadAsync(IAsyncEnumerator<T> items, List<T> read)
    {
        while (read.Count < ItemsAtOnce && await items.MoveNextAsync().ConfigureAwait(false)) read.Add(items.Current);
    }
}
