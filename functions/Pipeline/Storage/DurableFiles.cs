using System.Runtime.InteropServices;

namespace Pipeline.Storage;

/// <summary>What .NET does not offer of a file system: publishing a file under a name that must be free, and making names durable.</summary>
internal static partial class DurableFiles
{
    private const int FileExists = 17;
    private const int ReadOnlyAccess = 0;

    /// <summary>Gives the finished file <paramref name="source"/> the name <paramref name="target"/> as well, atomically.</summary>
    /// <returns><see langword="false"/> when the name is taken.</returns>
    /// <exception cref="StorageException">The file system has no hard links, or refused.</exception>
    /// <remarks>On Unix <c>File.Move</c> without overwrite is a test followed by a rename: of racing threads several win. <c>link(2)</c> has one winner.</remarks>
    public static bool TryPublish(string source, string target)
    {
        if (OperatingSystem.IsWindows()) { return TryMove(source, target); }
        if (Link(source, target) == 0) { return true; }

        var error = Marshal.GetLastPInvokeError();
        if (error == FileExists) { return false; }

        throw new StorageException(
            $"cannot give '{target}' its name through a hard link ({Marshal.GetPInvokeErrorMessage(error)}), so it could not be created exactly once; "
            + "keep the lake on a file system with hard links (ext4, xfs, btrfs, APFS, NTFS) that this user may write, or in a blob container");
    }

    /// <summary>Creates a folder with its parents, and makes the new names durable.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) { return; }
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null) { CreateFolder(parent); }

        Directory.CreateDirectory(folder);
        if (parent is not null) { Flush(parent); }
    }

    /// <summary>Makes the names in a folder survive a loss of power. Windows has no such call and needs none.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) { return; }

        var descriptor = Open(folder, ReadOnlyAccess);
        if (descriptor < 0) { throw FlushFailure(folder); }
        try
        {
            if (Synchronize(descriptor) != 0) { throw FlushFailure(folder); }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static bool TryMove(string source, string target)
    {
        try
        {
            File.Move(source, target, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
    }

    private static StorageException FlushFailure(string folder) =>
        new($"cannot make the names in '{folder}' durable: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string source, string target);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
