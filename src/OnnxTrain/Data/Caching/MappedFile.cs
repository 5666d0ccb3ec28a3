using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>
/// A file mapped into memory. Pages that were read count as memory of the process until the system needs it, so they are given back when
/// they exceed a limit; the system still holds what it can of the file.
/// </summary>
internal sealed unsafe partial class MappedFile : IDisposable
{
    // Linux: MADV_DONTNEED of madvise(2). Pages of a shared file are read again when they are used, and lose nothing.
    private const int NotNeeded = 4;

    private const long BytesBetweenLooks = 8 << 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _limit;
    private long _read;
    private volatile bool _isDisposed;

    /// <param name="file">The file, which stays open as long as the mapping.</param>
    /// <param name="length">The bytes to map.</param>
    /// <param name="limit">The most memory that files of this process may take.</param>
    public MappedFile(FileStream file, long length, long limit)
    {
        (Length, _limit) = (length, limit);
        const MemoryMappedFileAccess access = MemoryMappedFileAccess.Read;
        _file = MemoryMappedFile.CreateFromFile(file, null, length, access, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, length, access);
    }

    public long Length { get; }

    /// <summary>Memory that lasts until it is disposed, also if the file is disposed before.</summary>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public MappedBytes Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new(this, _view.SafeMemoryMappedViewHandle);
    }

    /// <summary>Says that bytes were read; now and then gives back pages.</summary>
    public void Read(long bytes, byte* start)
    {
        if (Interlocked.Add(ref _read, bytes) < BytesBetweenLooks) return;
        Interlocked.Exchange(ref _read, 0);
        if (FileMemory.Resident() > _limit) GiveBack(start, Length);
    }

    /// <summary>Gives back pages.</summary>
    private static void GiveBack(byte* start, long length)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Madvise(start, (nuint)length, NotNeeded);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system whose C library has another name does without: the pages stay until memory is short.
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _view.Dispose();
        _file.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* memory, nuint bytes, int advice);
}
