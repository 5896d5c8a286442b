; Installer of the folder build for Windows (Inno Setup 6.3 or newer). Not tried yet: see docs/admin.md.
;   iscc /DVersion=0.1.0 packaging\windows\desk_app.iss      after make package's PyInstaller step on Windows
; For one person without administrator rights; /ALLUSERS asks for them and installs for the computer.
;   desk-app-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART /OFFICE=\\server\share\office.desk /LANG=ru

#ifndef Version
  #define Version "0.0.0"
#endif
#define Source "..\..\dist\desk-app"

[Setup]
AppId={{6E0B4B5C-6C0B-4B53-9F0B-6D1E2C7B5A41}
AppName=Desk
AppVersion={#Version}
AppVerName=Desk {#Version}
AppPublisher=desk_app
DefaultDirName={autopf}\Desk
DefaultGroupName=Desk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=desk-app-setup
SetupIconFile=..\..\build\package\desk_app\pictures\desk-app.ico
UninstallDisplayIcon={app}\desk-app.exe
UninstallDisplayName=Desk
LicenseFile=..\..\LICENSE
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=auto
CloseApplications=yes
RestartApplications=no

[Languages]
Name: "ru"; MessagesFile: "compiler:Languages\Russian.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; An older version's libraries must not mix with the newer one's.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\Desk"; Filename: "{app}\desk-app.exe"
Name: "{autodesktop}\Desk"; Filename: "{app}\desk-app.exe"; Tasks: desktopicon

[Run]
Filename: "{app}\desk-app.exe"; Description: "{cm:LaunchProgram,Desk}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Written by this installer. Offices, journals and a person's own settings are never touched.
Type: files; Name: "{app}\desk-app.toml"; Check: OfficeGiven

[CustomMessages]
ru.BadOffice=Путь к файлу подразделения содержит кавычку: %1. Укажите другой в /OFFICE=.
en.BadOffice=The path of the office file holds a quote: %1. Give another one in /OFFICE=.
ru.NotWritten=Не удалось записать %1. Программа установлена; файл подразделения придётся выбрать вручную.
en.NotWritten=%1 could not be written. The program is installed; the office file has to be chosen by hand.

[Code]
function Office: String;
begin
  Result := ExpandConstant('{param:OFFICE}');
end;

function SettingsFile: String;
begin
  Result := ExpandConstant('{app}\desk-app.toml');
end;

function OfficeGiven: Boolean;
begin
  Result := Office <> '';
end;

function InitializeSetup: Boolean;
begin
  { The path is written in single quotes, where TOML takes it as it is. }
  Result := Pos('''', Office) = 0;
  if not Result then
    SuppressibleMsgBox(FmtMessage(CustomMessage('BadOffice'), [Office]), mbCriticalError, MB_OK, IDOK);
end;

procedure CurStepChanged(CurStep: TSetupStep);
var
  Lines: TArrayOfString;
begin
  { Without /OFFICE an update leaves the settings that are there. }
  if (CurStep <> ssPostInstall) or not OfficeGiven then
    exit;
  SetArrayLength(Lines, 3);
  Lines[0] := '# Written by the installer.';
  Lines[1] := 'office = ''' + Office + '''';
  Lines[2] := 'language = "' + ActiveLanguage + '"';
  if not SaveStringsToUTF8File(SettingsFile, Lines, False) then
    SuppressibleMsgBox(FmtMessage(CustomMessage('NotWritten'), [SettingsFile]), mbError, MB_OK, IDOK);
end;
