using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>Tells files from pipes, sockets and devices, whose opening or reading may never end.</summary>
internal static unsafe partial class RegularFile
{
    private const int TypeMask = 0xF000, Regular = 0x8000, Directory = 0x4000;

    /// <summary>Where the system calls put the mode: struct statx of Linux, struct stat of macOS.</summary>
    private const int LinuxMode = 28, MacMode = 4, Room = 512;

    private const int CurrentFolder = -100;

    /// <summary>
    /// Whether a path, links followed, may be opened: not a pipe, socket or device. True where the system does not tell, and for a path
    /// that leads nowhere, whose opening fails.
    /// </summary>
    public static bool Is(string path)
    {
        if (ModeOf(Path.GetFullPath(path)) is not { } mode) return true;
        return (mode & TypeMask) is Regular or Directory;
    }

    private static int? ModeOf(string path)
    {
        var buffer = stackalloc byte[Room];
        try
        {
            if (OperatingSystem.IsLinux())
                return Statx(CurrentFolder, path, 0, 1, buffer) == 0 ? Mode(buffer + LinuxMode) : null;
            if (!OperatingSystem.IsMacOS()) return null;
            var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatX64(path, buffer) : Stat(path, buffer);
            return result == 0 ? Mode(buffer + MacMode) : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static int Mode(byte* field) => BinaryPrimitives.ReadUInt16LittleEndian(new(field, sizeof(ushort)));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, byte* result);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, byte* result);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX64(string path, byte* result);
}
