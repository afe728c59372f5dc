using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Pipeline.App.Azure;

/// <summary>The requests of the Table service on one table.</summary>
internal sealed class TableRequests(HttpPipeline pipeline, Uri endpoint, string table)
{
    private const string ServiceVersion = "2019-02-02";
    private const string JsonType = "application/json";

    public Request CreateTable()
    {
        var request = New(RequestMethod.Post, "Tables");
        WithBody(request, JsonType, Encoding.UTF8.GetBytes($$"""{"TableName":"{{table}}"}"""));
        request.Headers.Add("Prefer", "return-no-content");
        return request;
    }

    public Request Read(string partition, string row) => New(RequestMethod.Get, PathOf(partition, row));

    public Request Query(string filter, int most, TablePosition? from)
    {
        var request = New(RequestMethod.Get, table + "()");
        request.Uri.AppendQuery("$filter", Uri.EscapeDataString(filter), escapeValue: false);
        request.Uri.AppendQuery("$top", most.ToString(CultureInfo.InvariantCulture), escapeValue: false);
        if (from is not null)
        {
            request.Uri.AppendQuery("NextPartitionKey", Uri.EscapeDataString(from.Partition), escapeValue: false);
            if (from.Row.Length > 0) { request.Uri.AppendQuery("NextRowKey", Uri.EscapeDataString(from.Row), escapeValue: false); }
        }

        return request;
    }

    public Request Change(TableChange change)
    {
        var (kind, entity) = change;
        if (kind == TableChangeKind.Insert)
        {
            var insert = New(RequestMethod.Post, table);
            insert.Headers.Add("Prefer", "return-no-content");
            WithBody(insert, JsonType, entity.ToJson());
            return insert;
        }

        var request = New(kind == TableChangeKind.Merge ? new RequestMethod("MERGE") : RequestMethod.Delete, PathOf(entity.Partition, entity.Row));
        request.Headers.Add("If-Match", entity.Version.ToString());
        if (kind == TableChangeKind.Merge) { WithBody(request, JsonType, entity.ToJson()); }
        return request;
    }

    public Request Batch(ImmutableArray<TableChange> changes)
    {
        var request = New(RequestMethod.Post, "$batch");
        var body = TableBatch.Format(changes, change => PartOf(Change(change)));
        WithBody(request, TableBatch.ContentType, Encoding.UTF8.GetBytes(body));
        return request;
    }

    private static string PartOf(Request request)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.Method.Method} {request.Uri} HTTP/1.1\r\n");
        foreach (var header in request.Headers.Where(header => header.Name is "Content-Type" or "Accept" or "Prefer" or "If-Match" or "DataServiceVersion")) { text.Append(CultureInfo.InvariantCulture, $"{header.Name}: {header.Value}\r\n"); }
        text.Append("\r\n");
        if (request.Content is null) { return text.ToString(); }
        using var body = new MemoryStream();
        request.Content.WriteTo(body, CancellationToken.None);
        return text.Append(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length)).ToString();
    }

    private Request New(RequestMethod method, string path)
    {
        var request = pipeline.CreateRequest();
        request.Method = method;
        request.Uri.Reset(new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}"));
        request.Headers.Add("x-ms-version", ServiceVersion);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", "application/json;odata=nometadata");
        return request;
    }

    private string PathOf(string partition, string row) => $"{table}(PartitionKey='{Quoted(partition)}',RowKey='{Quoted(row)}')";

    private static string Quoted(string text) => Uri.EscapeDataString(text.Replace("'", "''", StringComparison.Ordinal));

    private static void WithBody(Request request, string type, byte[] body)
    {
        request.Headers.Add("Content-Type", type);
        request.Content = RequestContent.Create(body);
    }
}
