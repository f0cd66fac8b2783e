// The same conditions, beside properties that may be missing, which are none
static class Lists
{
    [SocketHandler("type=list/[page?]")] internal static string Paged(int? page) => $"page {page}";
    [{|QR0004:SocketHandler("[size?]/type=list")|}] internal static string Sized(int size = 20) => $"{size} of them";

    [SocketHandler] internal static string Other(JsonElement data) => $"other {data}";
    [{|QR0004:SocketHandler("[lang?]")|}] internal static string InLanguage(string? lang) => $"in {lang}";
}
