using System.Globalization;
using System.Text;

namespace OnnxTrain;

/// <summary>The memory of this process that holds pages of files.</summary>
internal static class FileMemory
{
    /// <summary>Its bytes, with those of libraries; 0 where the system does not tell.</summary>
    public static long Resident()
    {
        // Linux, proc(5): size, resident and shared pages; the last are those of files.
        const string path = "/proc/self/statm";
        if (!OperatingSystem.IsLinux()) return 0;
        try
        {
            using var file = File.OpenHandle(path);
            Span<byte> text = stackalloc byte[128];
            var words = Encoding.ASCII.GetString(text[..RandomAccess.Read(file, text, 0)]).Split(' ');
            return words.Length > 2 && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var pages)
                ? pages * Environment.SystemPageSize
                : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
