using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The functions of libturbojpeg (libjpeg-turbo 1.4 and later) that are used here; a handle is for one thread.</summary>
internal static partial class TurboJpeg
{
    public const int Rgb = 0, Grey = 6;

    /// <summary>
    /// The kinds of subsampling that all versions decode to the same pixels: none, half the width, half of both, no colour.
    /// </summary>
    public const int Subsampling444 = 0, Subsampling422 = 1, Subsampling420 = 2, SubsamplingGrey = 3;

    /// <summary>Colour spaces of a file.</summary>
    public const int YcbcrSpace = 1, GreySpace = 2;

    /// <summary>The most accurate inverse transform, which all versions and Skia compute to the same bits.</summary>
    public const int AccurateDct = 4096;

    private const string Library = "turbojpeg";

    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["turbojpeg.dll", "libturbojpeg.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libturbojpeg.dylib", "libturbojpeg.0.dylib", "/opt/homebrew/lib/libturbojpeg.dylib", "/usr/local/lib/libturbojpeg.dylib"]
        : ["libturbojpeg.so.0", "libturbojpeg.so"];

    private static readonly Lazy<nint> Handle = new(Load);

    static TurboJpeg() => NativeLibrary.SetDllImportResolver(
        typeof(TurboJpeg).Assembly, (name, _, _) => name == Library ? Handle.Value : 0);

    public static bool IsAvailable => Handle.Value != 0;

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint NewDecompressor();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static unsafe partial int ReadHeader(
        nint handle, byte* jpeg, CULong length, ref int width, ref int height, ref int subsampling, ref int colourSpace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static unsafe partial int Decompress(
        nint handle, byte* jpeg, CULong length, byte* pixels, int width, int pitch, int height, int format, int flags);

    private static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(TurboJpeg).Assembly, null, out var handle)) return handle;
        }

        return 0;
    }
}
