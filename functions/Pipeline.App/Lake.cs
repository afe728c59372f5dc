using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pipeline.App.Azure;
using Pipeline.App.Settings;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.App;

/// <summary>A lake in a folder, or in the containers of a storage account.</summary>
internal sealed class Lake
{
    /// <summary>Marks a lake that holds the demo company; its text is the folder of the demo's exports.</summary>
    public const string DemoMark = ".demo";

    private readonly ProgramContext _context;
    private readonly SeenVersions _seen = new();

    /// <param name="context">The machine.</param>
    /// <param name="name">A folder; <c>https://ACCOUNT.blob.core.windows.net</c>; or <c>azurite</c>.</param>
    /// <exception cref="RefusalException">The name is neither, or the settings for its account cannot be used.</exception>
    public Lake(ProgramContext context, string name)
    {
        _context = context;
        if (AzureSettings.IsAccount(name))
        {
            Account = ClientsOf(context, name);
            Store = context.AroundStore(StoreOf(context, Account));
            Shown = name.TrimEnd('/');
        }
        else
        {
            Folder = context.PathOf(name);
            Store = context.AroundStore(new FolderObjectStore(Folder));
            Shown = context.Shown(Folder);
        }

        Settings = new SettingsStore(Store);
    }

    /// <summary>The absolute path of its folder; <see langword="null"/> when it is in a storage account.</summary>
    public string? Folder { get; }

    /// <summary>The clients of its storage account; <see langword="null"/> when it is in a folder.</summary>
    public AzureClients? Account { get; }

    public IObjectStore Store { get; }

    public SettingsStore Settings { get; }

    /// <summary>The lake as a person would type it.</summary>
    public string Shown { get; }

    public DeltaEnvironment Delta => new(_context.Clock, _context.NewId) { Seen = _seen };

    /// <summary>Refuses when there is no lake: a look at nothing should say so.</summary>
    public async Task MustExistAsync(CancellationToken cancellationToken)
    {
        var exists = Folder is not null ? Directory.Exists(Folder) : !await IsEmptyAsync(cancellationToken).ConfigureAwait(false);
        if (!exists) { throw new RefusalException($"there is no lake at {Shown}; 'pipeline run FOLDER --lake {Shown}' makes one from your exports, 'pipeline demo' from a fictional company's"); }
    }

    /// <summary>Where the demo's exports lie, when this lake is the demo's; otherwise <see langword="null"/>.</summary>
    public async Task<string?> DemoExportsAsync(CancellationToken cancellationToken)
    {
        var mark = await Store.TryReadAsync(DemoMark, cancellationToken).ConfigureAwait(false);
        return mark is null ? null : System.Text.Encoding.UTF8.GetString(mark.Content.Span).Trim();
    }

    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in Store.ListAsync("", cancellationToken).ConfigureAwait(false)) { return false; }
        return true;
    }

    /// <summary>The newest version of a table; <see langword="null"/> when there is none.</summary>
    public Task<DeltaSnapshot?> ReadTableAsync(string path, CancellationToken cancellationToken) => new DeltaTable(Store, path, Delta).ReadAsync(cancellationToken);

    /// <summary>All columns of rows of a table; nothing when there is no table.</summary>
    /// <param name="path">The table.</param>
    /// <param name="mayHold">Which of its files to read.</param>
    /// <param name="choose">The rows that are wanted of a batch, which is valid until this returns.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public async Task<ImmutableArray<ColumnBatch>> ReadRowsAsync(
        string path, Func<DataFile, bool> mayHold, Func<ColumnBatch, IEnumerable<ColumnBatch>> choose, CancellationToken cancellationToken)
    {
        var table = new DeltaTable(Store, path, Delta);
        if (await table.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } snapshot) { return []; }
        ImmutableArray<string> columns = [.. snapshot.Schema.Columns.Select(column => column.Name)];
        var groups = await table.ListRowGroupsAsync(snapshot, mayHold, cancellationToken).ConfigureAwait(false);
        var chosen = new ImmutableArray<ColumnBatch>[groups.Length];
        await Parallel.ForAsync(0, groups.Length, cancellationToken, async (group, token) =>
        {
            using var arrays = new ColumnArrays();
            chosen[group] = [.. choose(await table.ReadRowGroupAsync(groups[group], columns, arrays, token).ConfigureAwait(false))];
        }).ConfigureAwait(false);
        return [.. chosen.SelectMany(batches => batches)];
    }

    // Apart, so that a lake in a folder never loads what a storage account needs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AzureClients ClientsOf(ProgramContext context, string name) => new(new AzureSettings(context.Setting).OfLake(name));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BlobObjectStore StoreOf(ProgramContext context, AzureClients account) => new(account.Blobs(), context.NewId);
}
