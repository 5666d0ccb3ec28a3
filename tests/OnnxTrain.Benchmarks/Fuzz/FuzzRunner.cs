using System.Diagnostics;
using System.Globalization;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>Gives a reader one input after another, each with a watchdog for time and memory.</summary>
internal sealed class FuzzRunner(FuzzTarget target, int seed) : IDisposable
{
    private const long MostBytes = 300L << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onnxtrain-fuzz-");
    private readonly IReadOnlyList<byte[]> _seeds = target.Seeds();

    /// <summary>What came of each input; the same numbers give the same inputs. The first are the good ones, unchanged.</summary>
    public IEnumerable<FuzzResult> Run(int count, Func<TimeSpan, bool>? isLate = null)
    {
        for (var i = 0; i < count; i++)
        {
            var random = new Random(HashCode.Combine(seed, i) & int.MaxValue);
            var input = i < _seeds.Count ? _seeds[i] : target.Mutate(random, _seeds[random.Next(_seeds.Count)]);
            yield return RunOne(input, isLate ?? (elapsed => elapsed > Longest));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private FuzzResult RunOne(byte[] input, Func<TimeSpan, bool> isLate)
    {
        var folder = _folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        var (thrown, allocated, started) = ((Exception?)null, 0L, Stopwatch.GetTimestamp());
        ForgetPeak();
        var before = Peak();
        var worker = new Thread(() =>
        {
            var start = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                target.Read(input, folder);
            }
            catch (Exception e)
            {
                thrown = e;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - start;
        })
        { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromSeconds(1)))
        {
            // A thread cannot be ended: the hang goes on, and is told once.
            if (isLate(Stopwatch.GetElapsedTime(started) - TimeSpan.FromSeconds(1))) return new(FuzzVerdict.Hang, "still running", input);
        }

        var (elapsed, bytes) = (Stopwatch.GetElapsedTime(started), Math.Max(allocated, Peak() - before));
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        if (thrown is OutOfMemoryException || bytes > MostBytes + input.Length)
            return new(FuzzVerdict.Memory, string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB"), input);
        if (isLate(elapsed))
            return new(FuzzVerdict.Hang, string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s"), input);
        return thrown is null ? new(FuzzVerdict.Read, "", input)
            : target.IsDocumented(thrown) ? new(FuzzVerdict.Refused, thrown.GetType().Name, input)
            : new(FuzzVerdict.Undocumented, thrown.ToString(), input);
    }

    /// <summary>The most memory that the process had since <see cref="ForgetPeak"/>; 0 where the system does not tell.</summary>
    private static long Peak()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        const string name = "VmHWM:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null
            ? 0
            : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) << 10;
    }

    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
